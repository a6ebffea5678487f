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

  /** The firmware says that it finds no disk within two seconds where a guest can run at all. */
  private static final long TRIAL_SECONDS = 10;

  private static final String SIGN_OF_LIFE = "BdsDxe";

  /**
   * Tries hardware virtualisation with a guest that is only firmware: the device may open and a
   * guest still die at once, as on machines that are virtual themselves.
   */
  static Accelerator choose(Host host, Path folder) throws IOException, InterruptedException {
    if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
      return new Accelerator("tcg", "/dev/kvm cannot be opened here");
    }
    Path output = folder.resolve("trial");
    Files.deleteIfExists(output);
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "qemu-system-x86_64",
                    "-machine",
                    "q35",
                    "-accel",
                    "kvm",
                    "-cpu",
                    "max",
                    "-nodefaults",
                    "-display",
                    "none",
                    "-m",
                    "128",
                    "-no-reboot",
                    "-drive",
                    "if=pflash,format=raw,readonly=on,file=" + Guest.CODE,
                    "-serial",
                    "stdio"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(host.environment(Map.of()));
    Process process = builder.start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TRIAL_SECONDS);
      String said = "";
      boolean ended = false;
      while (!ended && System.nanoTime() < end) {
        ended = process.waitFor(200, TimeUnit.MILLISECONDS);
        said = new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
        if (said.contains(SIGN_OF_LIFE)) {
          return new Accelerator("kvm", "a trial guest ran");
        }
      }
      String last = said.lines().reduce((one, other) -> other).orElse("it said nothing").strip();
      return new Accelerator("tcg", "a trial guest died under KVM: " + last);
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }
}
