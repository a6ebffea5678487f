package com.pharmaserv.repave.model;

import java.util.List;
import java.util.Optional;

/**
 * One jurisdiction-bound place to run.
 *
 * @param provider {@code local} or {@code aws}
 * @param jurisdiction {@code eu} or {@code us}
 * @param listen where the local provider's load balancer listens
 */
public record Environment(
    String name,
    String provider,
    String jurisdiction,
    List<String> zones,
    Listen listen,
    List<Fleet> fleets) {
  public Environment {
    Names.require("environment", name);
    zones = List.copyOf(zones);
    fleets = List.copyOf(fleets);
  }

  /** Loopback ports of production and test traffic; 0 means any free one. */
  public record Listen(int port, int testPort) {}

  public Optional<Fleet> fleet(String fleetName) {
    return fleets.stream().filter(f -> f.id().name().equals(fleetName)).findFirst();
  }
}
