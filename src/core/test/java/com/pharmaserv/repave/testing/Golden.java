package com.pharmaserv.repave.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that people or programs rely on, each kept in a file of the repository. {@code
 * -Drepave.golden=update} writes the files instead, so that a reviewer reads what changed.
 */
public final class Golden {
  private Golden() {}

  /** Holds that the file has this text, in UTF-8; writes it first, if asked to. */
  public static void check(Path file, String text) throws IOException {
    if (updating()) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    }
    assertThat(file).as("a golden file (-Drepave.golden=update writes it)").isRegularFile();
    assertThat(text)
        .as("the text of %s; if the new one is right: -Drepave.golden=update", file)
        .isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
  }

  /** Whether golden files are written rather than checked. */
  public static boolean updating() {
    return "update".equals(System.getProperty("repave.golden"));
  }
}
