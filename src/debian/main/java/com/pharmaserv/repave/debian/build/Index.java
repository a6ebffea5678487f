package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes the index of a folder of packages with nothing but dpkg, for the first workshop. */
final class Index {
  private static final Duration ASK_MAX = Duration.ofMinutes(2);

  private Index() {}

  static void write(Path folder, Host host) throws IOException, BakeException {
    List<Path> packages;
    try (Stream<Path> files = Files.list(folder)) {
      packages = files.filter(file -> file.toString().endsWith(".deb")).sorted().toList();
    }
    StringBuilder index = new StringBuilder();
    Path field = folder.resolve("control");
    for (Path file : packages) {
      List<String> command =
          new ArrayList<>(List.of("bash", "-c", "exec \"$@\" >\"$0\"", field.toString()));
      command.addAll(List.of("dpkg-deb", "--field", file.toString()));
      try {
        Shell.Outcome outcome =
            new Shell(folder, host.environment(Map.of()), ASK_MAX).run(command, line -> {});
        if (!outcome.good()) {
          throw new BakeException(
              "package '%s' cannot be read: %s".formatted(file.getFileName(), outcome.tail()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BakeException("reading packages was interrupted");
      }
      byte[] content = Files.readAllBytes(file);
      index
          .append(Files.readString(field).stripTrailing())
          .append(
              "\nFilename: ./%s\nSize: %s\nSHA256: %s\n\n"
                  .formatted(
                      file.getFileName(),
                      content.length,
                      Canonical.hex(Canonical.sha256().digest(content))));
    }
    Files.delete(field);
    Files.writeString(folder.resolve("Packages"), index);
  }
}
