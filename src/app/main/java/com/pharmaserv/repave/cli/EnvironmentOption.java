package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Option;

/** Names one environment. */
final class EnvironmentOption {
  @Option(
      names = {"-e", "--environment"},
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "By the name of its file in environments/.")
  String name = "";

  Place place(Wiring wiring) throws ConfigException {
    return wiring.place(name);
  }
}
