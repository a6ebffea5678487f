package com.pharmaserv.repave.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.infra.Stacks;
import com.pharmaserv.repave.infra.cost.CostReport;
import com.pharmaserv.repave.infra.cost.Estimator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither charset nor language, time zone or line ends of a machine decide what commands print. */
class AnyMachineTest {
  private static final int PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  /** What a command prints on a machine that has everything otherwise. */
  private String printed(Class<? extends Look> command, String... words)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Duser.timezone=Pacific/Chatham",
                "-Dline.separator=\r\n",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                command.getName()));
    line.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("it ends within %s seconds", PATIENCE_SECONDS).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err, StandardCharsets.ISO_8859_1)).isZero();
    return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
  }

  @Test
  void drawsThePictureInTheRepository() throws Exception {
    assertThat(printed(DrawDiagram.class, "eu-prod"))
        .isEqualTo(Files.readString(Path.of("diagrams/eu-prod.svg")));
  }

  @Test
  void tellsTheSameCosts() throws Exception {
    assertThat(printed(EstimateCosts.class, "eu-prod", "--output", "json"))
        .isEqualTo(
            CostReport.json(
                Estimator.of(
                    Stacks.run("eu-prod").inventory(), Stacks.project().environment("eu-prod"))));
  }
}
