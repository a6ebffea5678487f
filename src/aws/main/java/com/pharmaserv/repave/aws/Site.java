package com.pharmaserv.repave.aws;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.port.Time;

/** One environment's place on AWS, with everything that its adapters share. */
public record Site(Environment environment, Clients clients, Time time, HandOvers handOvers) {
  public Site {
    if (environment.aws().isEmpty()) {
      throw new IllegalArgumentException(
          "environment '%s' is not on aws but on %s"
              .formatted(environment.name(), environment.provider()));
    }
  }

  /** Where on AWS. */
  public Environment.Aws place() {
    return environment.aws().orElseThrow();
  }
}
