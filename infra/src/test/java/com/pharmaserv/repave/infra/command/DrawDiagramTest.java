package com.pharmaserv.repave.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.Stacks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The picture on standard output. */
class DrawDiagramTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return new DrawDiagram(
            Project.open(Path.of("..")),
            Stacks.TODAY,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(args);
  }

  @Test
  void drawsThePictureInTheRepository() throws IOException {
    assertThat(run("eu-prod")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(Files.readString(Path.of("diagrams/eu-prod.svg")));
  }

  @Test
  void helpsAndSaysWhatItCannotRead() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("usage: draw-diagram");
    assertThat(run()).isEqualTo(2);
    assertThat(run("absent.json")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: ", "there is no file");
  }
}
