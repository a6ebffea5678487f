package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Words;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Names one fleet of one environment. */
final class FleetOptions {
  @Mixin EnvironmentOption environment = new EnvironmentOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "FLEET",
      description = "May be left out where the environment has only one.")
  Optional<String> fleet = Optional.empty();

  Place place(Wiring wiring) throws ConfigException {
    return environment.place(wiring);
  }

  Fleet fleet(Place place) throws RequestException {
    Environment described = place.environment();
    if (fleet.isPresent()) {
      return named(described, fleet.get());
    }
    List<String> known = names(described);
    if (known.size() != 1) {
      throw new RequestException(
          "environment '%s' has %s fleets; name one of %s"
              .formatted(environment.name, known.size(), known));
    }
    return described.fleets().get(0);
  }

  /** The environment's fleet of that name. */
  static Fleet named(Environment environment, String name) throws RequestException {
    Optional<Fleet> named = environment.fleet(name);
    return named.orElseThrow(() -> unknown(environment, name));
  }

  private static List<String> names(Environment environment) {
    return environment.fleets().stream().map(f -> f.id().name()).toList();
  }

  private static RequestException unknown(Environment environment, String name) {
    List<String> known = names(environment);
    String guess = Words.nearest(name, known).map("did you mean %s? "::formatted).orElse("");
    return new RequestException(
        "environment '%s' has no fleet '%s'; %sit has: %s"
            .formatted(environment.name(), name, guess, String.join(", ", known)));
  }
}
