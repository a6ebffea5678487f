package com.pharmaserv.repave.debian.boot;

import com.pharmaserv.repave.debian.archive.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How QEMU runs a guest.
 *
 * @param name {@code kvm} or {@code tcg}
 * @param why in words, for people who wonder about the speed
 */
public record Accelerator(String name, String why) {
  private static final Path DEVICE = Path.of("/dev/kvm");

  /** A guest that KVM cannot run dies at its first instructions. */
  private static final long TRIAL_SECONDS = 4;

  /**
   * Tries hardware virtualisation with a guest that is only firmware: the device may open and a
   * guest still die at once, as on machines that are virtual themselves.
   */
  static Accelerator choose(Host host, Path folder) throws IOException, InterruptedException {
    if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
      return new Accelerator("tcg", "/dev/kvm cannot be opened here");
    }
    Path output = folder.resolve("trial");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "qemu-system-x86_64",
                    "-machine",
                    "q35",
                    "-accel",
                    "kvm",
                    "-nodefaults",
                    "-display",
                    "none",
                    "-m",
                    "64",
                    "-no-reboot"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(host.environment(Map.of()));
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS);
      String said =
          new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
              .lines()
              .findFirst()
              .orElse("");
      if (!ended && said.isEmpty()) {
        return new Accelerator("kvm", "a trial guest ran");
      }
      return new Accelerator("tcg", "a trial guest died under KVM: '" + said + "'");
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }
}
