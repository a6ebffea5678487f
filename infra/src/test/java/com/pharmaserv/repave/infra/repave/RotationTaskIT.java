package com.pharmaserv.repave.infra.repave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shell of a task, played with a tool that ends as it is told. */
class RotationTaskIT {
  private static final String IMAGE = "app@bbbbbbbbbbbb";

  @TempDir Path folder;

  private final Map<String, String> variables = new LinkedHashMap<>();

  /** How a shell ended. */
  private record Ended(int code, String outcome, String asked) {}

  /** A tool that notes what it is asked, plans as $SAID and ends with $PLANNED or $ENDED. */
  @BeforeEach
  void makeATool() throws IOException {
    Path tool = folder.resolve("repave");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        echo "$*" >> "$ASKED"
        case "$*" in
        *--plan*) echo "$SAID"; exit "$PLANNED" ;;
        *) exit "$ENDED" ;;
        esac
        """);
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    variables.put("ENVIRONMENT", "eu-staging");
    variables.put("FLEET", "app");
    variables.put("IMAGE", IMAGE);
    variables.put("RECIPES", "app worker");
    variables.put("AGAIN", "no");
    variables.put("SAID", "{\"image\" : \"app@bbbbbbbbbbbbbbbbbbbb\"}");
    variables.put("PLANNED", "0");
    variables.put("ENDED", "0");
    variables.put("ASKED", folder.resolve("asked").toString());
    variables.put("CODEBUILD_SRC_DIR", folder.toString());
  }

  private Ended run(String step) throws IOException, InterruptedException {
    variables.put("STEP", step);
    String command =
        RotationTask.COMMAND.replace("cd /repave\n", "cd '" + folder + "'\n")
            + "code=$?; echo \"$OUTCOME\" > outcome; exit $code\n";
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
    shell.environment().putAll(variables);
    Process process = shell.redirectOutput(folder.resolve("log").toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve("outcome")).strip(),
        Files.readString(folder.resolve("asked")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, promoted",
    "4, 0, waits",
    "5, 0, held",
    "3, 3, went back",
    "1, 1, failed",
    "2, 2, failed",
    "130, 130, failed"
  })
  void saysHowARolloutEnded(String ended, int code, String outcome) throws Exception {
    variables.put("ENDED", ended);

    assertThat(run("roll"))
        .isEqualTo(
            new Ended(
                code,
                outcome,
                """
                roll app -e eu-staging --plan --output json
                roll app -e eu-staging --until promoted --reason patch rotation
                """));
  }

  /** What is held is not let go of by naming it, and nobody is disturbed who rolls the fleet. */
  @ParameterizedTest
  @CsvSource({"4, 0, waits", "5, 0, held", "1, 1, failed"})
  void rollsNothingThatTheToolWouldNot(String planned, int code, String outcome) throws Exception {
    variables.put("PLANNED", planned);
    variables.put("AGAIN", "yes");

    assertThat(run("roll"))
        .isEqualTo(new Ended(code, outcome, "roll app -e eu-staging --plan --output json\n"));
  }

  @Test
  void rollsNoOtherImageThanThePlanSays() throws Exception {
    variables.put("SAID", "{\"image\" : \"app@cccccccccccccccccccc\"}");

    assertThat(run("roll"))
        .isEqualTo(new Ended(0, "moved", "roll app -e eu-staging --plan --output json\n"));
  }

  @Test
  void replacesMachinesThatAreOld() throws Exception {
    variables.put("AGAIN", "yes");

    assertThat(run("roll").asked()).contains("roll app -e eu-staging --again --until promoted");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "4, 0", "1, 1", "2, 2"})
  void bakesWhatChangedBeforeItPlansAndWritesThePlanDown(String planned, int code)
      throws Exception {
    variables.put("PLANNED", planned);

    Ended ended = run("plan");

    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.asked())
        .isEqualTo("bake app worker -e eu-staging\nrotate -e eu-staging --plan --output json\n");
    assertThat(folder.resolve("plan.json")).content().contains(IMAGE);
  }

  @Test
  void plansNothingWhereABakeFailed() throws Exception {
    variables.put("ENDED", "1");

    assertThat(run("plan").code()).isEqualTo(1);
    assertThat(folder.resolve("plan.json")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "4, 0", "5, 0", "3, 3", "1, 1"})
  void sweeps(String swept, int code) throws Exception {
    variables.put("ENDED", swept);

    Ended ended = run("sweep");
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.asked()).isEqualTo("sweep -e eu-staging\n");
  }

  @Test
  void doesNothingThatItDoesNotKnow() throws Exception {
    Files.createFile(folder.resolve("asked"));

    assertThat(run("all")).isEqualTo(new Ended(2, "failed", ""));
  }
}
