package com.pharmaserv.repave.infra.engine;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a stack takes that is tried with Terraform's real plugin for AWS, the one that Pulumi's own
 * provider is made from.
 *
 * @param cli the folder of the pulumi command
 * @param plugin Terraform's plugin
 * @param bridge what makes Pulumi's provider of it
 * @param python one that has moto
 */
record RealProvider(Path cli, Path plugin, Path bridge, Path python) {
  /** Building Pulumi or the bridge from their sources, where they are not there yet. */
  private static final Duration BUILD_BOUND = Duration.ofMinutes(30);

  /** An up takes four minutes on two cores that do nothing else. */
  private static final Duration RUN_BOUND = Duration.ofMinutes(12);

  /** Ends the test, and says what is missing, on a machine that lacks something. */
  static RealProvider find() throws IOException, InterruptedException {
    // The plugin first: without it, nothing is built.
    Path plugin = found(Path.of("bridge"), "./find-plugin");
    return new RealProvider(
        found(Path.of("cli"), "./build"),
        plugin,
        found(Path.of("bridge"), "./build"),
        found(Path.of("src/test/moto"), "./find-python"));
  }

  private static Path found(Path folder, String command) throws IOException, InterruptedException {
    Command.Result result = Command.run(folder, Map.of(), BUILD_BOUND, command);
    if (result.code() != 0) {
      abort("NOT TESTED with the real provider: " + result);
    }
    return Path.of(result.out().strip());
  }

  /** A place whose provider makes everything in an emulated account. */
  Workplace place(Path folder, String stack, Emulator emulator)
      throws IOException, InterruptedException {
    return Workplace.make(
        folder,
        cli,
        stack,
        new Workplace.Provider(
            "exec '" + bridge + "' \"$@\"",
            Map.of(
                "REPAVE_TERRAFORM_AWS", plugin.toString(),
                "REPAVE_REFUSALS", emulator.refusals().toString(),
                "AWS_ENDPOINT_URL", emulator.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_MAX_ATTEMPTS", "2",
                "AWS_EC2_METADATA_DISABLED", "true"),
            RUN_BOUND));
  }
}
