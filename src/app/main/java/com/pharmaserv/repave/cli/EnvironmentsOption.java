package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Names one environment or several, whose fleets are all meant. */
final class EnvironmentsOption {
  @Option(
      names = {"-e", "--environment"},
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "Environment; may be given more than once.")
  List<String> names = new ArrayList<>();

  List<Place> places(Wiring wiring) throws ConfigException {
    return wiring.places(names);
  }
}
