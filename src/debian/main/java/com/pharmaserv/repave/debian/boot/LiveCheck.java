package com.pharmaserv.repave.debian.boot;

import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the exact disk with the firmware (UEFI), the kind of root device (NVMe) and the clean
 * state that machines of AWS Nitro have, asks its health over TLS, lets it run the recipe's checks,
 * and powers it off. Nothing is written to the disk.
 */
public final class LiveCheck {
  /** Port of the health service in the machine. */
  public static final int HEALTH_PORT = 8443;

  /** Software emulation on a busy machine; a healthy guest takes a tenth. */
  private static final Duration BOOT_MAX = Duration.ofMinutes(8);

  private static final Duration CHECKS_MAX = Duration.ofMinutes(10);
  private static final Duration OFF_MAX = Duration.ofMinutes(3);
  private static final int CONSOLE_LINES = 15;

  private final Host host;
  private final Path folder;
  private final Says says;

  /**
   * Prepares.
   *
   * @param folder where the machine's console log stays if it fails
   */
  public LiveCheck(Host host, Path folder, Says says) {
    this.host = host;
    this.folder = folder;
    this.says = says;
  }

  /** Runs it all; fails with what the machine said. */
  public Findings run(Path disk, HealthCheck health) throws BakeException, IOException {
    try {
      Files.createDirectories(folder);
      Accelerator accelerator = Accelerator.choose(host, folder);
      says.line("starting the disk under %s: %s".formatted(accelerator.name(), accelerator.why()));
      long begun = System.nanoTime();
      try (Guest guest = Guest.start(host, folder, disk, accelerator)) {
        HealthQuestion question = new HealthQuestion(guest.port(), health);
        if (!question.await(guest, BOOT_MAX)) {
          throw failed(
              guest,
              "did not answer %s over TLS within %s s: %s"
                  .formatted(health.path(), BOOT_MAX.toSeconds(), question.last()));
        }
        Duration healthy = Duration.ofNanos(System.nanoTime() - begun);
        says.line("healthy after %s s".formatted(healthy.toSeconds()));
        Findings findings = guest.findings(CHECKS_MAX, accelerator, healthy);
        if (!findings.complete()) {
          throw failed(
              guest, "did not end its checks within %s min".formatted(CHECKS_MAX.toMinutes()));
        }
        if (!guest.powerOff(OFF_MAX)) {
          throw failed(guest, "did not shut down within %s s".formatted(OFF_MAX.toSeconds()));
        }
        return findings;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BakeException("starting the disk was interrupted");
    }
  }

  private BakeException failed(Guest guest, String how) throws IOException {
    Path kept = folder.resolve("console.log");
    Files.copy(guest.console(), kept, StandardCopyOption.REPLACE_EXISTING);
    List<String> tail = new ArrayList<>();
    for (String line : guest.consoleLines()) {
      tail.add("    " + line);
    }
    int from = Math.max(0, tail.size() - CONSOLE_LINES);
    return new BakeException(
        "the disk's machine %s; its console, whole in '%s', ends:\n%s"
            .formatted(how, kept, String.join("\n", tail.subList(from, tail.size()))));
  }
}
