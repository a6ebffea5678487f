package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The generated pages of this module. To write all of them anew: {@code mvn -pl infra -am test
 * -Dtest='MatrixTest,CostsTest,DiagramsTest' -Dsurefire.failIfNoSpecifiedTests=false
 * -Drepave.write-docs=true}.
 */
public final class Pages {
  private Pages() {}

  /** Holds that the file in the repository is this text; writes it first, if asked to. */
  public static void check(Path file, String text) throws IOException {
    if (Boolean.getBoolean("repave.write-docs")) {
      Files.writeString(file, text);
    }
    assertThat(file).content().isEqualTo(text);
  }
}
