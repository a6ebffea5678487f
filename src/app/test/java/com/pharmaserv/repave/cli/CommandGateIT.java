package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.RealProject.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gate's command in rollouts on real processes. */
class CommandGateIT {
  private static RealProject real;

  @BeforeAll
  static void startCloud() throws Exception {
    real = RealProject.start(CommandGateIT.class);
  }

  @AfterAll
  static void stopCloud() throws Exception {
    real.stop();
  }

  private static void gate(String command) throws Exception {
    real.policy(RealProject.QUICK + "\n        - command: {run: '" + command + "', timeout: 20s}");
  }

  @Test
  void isRunInEverySoakAndCanTakeTheTrafficBack() throws Exception {
    gate("echo $REPAVE_GENERATION at $REPAVE_PERCENT via $REPAVE_PROBE >> said.txt");
    real.bake("1");
    assertThat(real.run("roll", "-e", "local-eu").code()).isZero();
    real.bake("2");
    assertThat(real.run("roll", "-e", "local-eu").code()).isZero();
    Path said = real.project().resolve("said.txt");
    assertThat(Files.readAllLines(said))
        .hasSize(3)
        .allMatch(line -> line.matches("\\S+ at \\d+ via https://hello.localhost:\\d+/"))
        .anyMatch(line -> line.startsWith("hello-g0001 at 100 "))
        .anyMatch(line -> line.startsWith("hello-g0002 at 50 "))
        .anyMatch(line -> line.startsWith("hello-g0002 at 100 "));

    real.bake("3");
    gate("echo orders fail; exit 1");
    Said back = real.run("roll", "-e", "local-eu");
    assertThat(back.code()).as(back.toString()).isEqualTo(ExitCode.ROLLED_BACK);
    assertThat(back.out()).contains("failed: exit code 1: orders fail");
  }
}
