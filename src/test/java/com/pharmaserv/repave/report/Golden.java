package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares texts with files; {@code -Dgolden.update=true} writes the files instead. */
final class Golden {
  private static final Path FOLDER = Path.of("test", "resources", "report");

  private Golden() {}

  static void matches(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, actual);
    }
    String expected = Files.readString(file, StandardCharsets.UTF_8);
    assertThat(actual)
        .as("text in test/resources/report/%s; if it is right now: -Dgolden.update=true", name)
        .isEqualTo(expected);
  }
}
