package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names one fleet of one environment. */
final class FleetOptions {
  @Option(
      names = {"-e", "--environment"},
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "By the name of its file in environments/.")
  String environment = "";

  @Parameters(
      arity = "0..1",
      paramLabel = "FLEET",
      description = "May be left out where the environment has only one.")
  Optional<String> fleet = Optional.empty();

  Environment environment(Wiring wiring) throws ConfigException {
    return wiring.environment(environment);
  }

  Fleet fleet(Wiring wiring) throws ConfigException, CliException {
    Environment described = environment(wiring);
    if (fleet.isPresent()) {
      return wiring.fleet(described, fleet.get());
    }
    if (described.fleets().size() != 1) {
      throw new CliException(
          ExitCode.USAGE,
          "environment '"
              + environment
              + "' has "
              + described.fleets().size()
              + " fleets; name one of "
              + described.fleets().stream().map(f -> f.id().name()).toList());
    }
    return described.fleets().get(0);
  }
}
