package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever uses local environments only does not wait for the SDK's classes to be loaded. */
class NoAwsClassesIT {
  private static final int PATIENCE_SECONDS = 60;
  private static final String SDK = "software.amazon.awssdk.";
  private static final String PROVIDER = "com.pharmaserv.repave.aws.";

  @TempDir Path folder;

  /** Every class that the Java machine loads for the command, as its own log tells. */
  private String loaded(String... words) throws IOException, InterruptedException {
    Playground ground = Playground.in(folder);
    ground.write(
        "environments/eu-prod.yaml",
        """
        name: eu-prod
        provider: aws
        jurisdiction: eu
        zones: [eu-west-1a, eu-west-1b]
        aws: {account: "111122223333", region: eu-west-1}
        fleets:
          - {name: hello, image: hello, capacity: {min: 1, desired: 1, max: 1}}
        """);
    Path log = folder.resolve("classes.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(ground.line(words)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("REPAVE_HOME", ground.home().toString());
    // Without credentials, so that a command that needs AWS fails before it calls anything.
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    Process process = builder.redirectOutput(folder.resolve("said.txt").toFile()).start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("said.txt"))).doesNotContain("internal error");
    return Files.readString(log);
  }

  @Test
  void areNotLoadedForALocalEnvironment() throws Exception {
    assertThat(loaded("status", "-e", "local-eu"))
        .contains("com.pharmaserv.repave.local.LocalProvider")
        .doesNotContain(SDK)
        .doesNotContain(PROVIDER);
  }

  @Test
  void areNotLoadedForAllLocalEnvironmentsWhereOthersAreDescribedToo() throws Exception {
    assertThat(loaded("status")).doesNotContain(SDK).doesNotContain(PROVIDER);
  }

  /** Shows that the log would tell. */
  @Test
  void areLoadedWhereTheyAreNeeded() throws Exception {
    assertThat(loaded("iam-policy", "-e", "eu-prod", "--handed-over")).contains(PROVIDER);
  }
}
