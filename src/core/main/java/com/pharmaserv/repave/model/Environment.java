package com.pharmaserv.repave.model;

import java.util.List;
import java.util.Optional;

/**
 * One jurisdiction-bound place to run.
 *
 * @param provider {@code local} or {@code aws}
 * @param jurisdiction {@code eu} or {@code us}
 * @param listen where the local provider's load balancer listens
 * @param aws where the aws provider finds it; present exactly if it is the provider
 * @param infrastructure what the infrastructure program makes for it on AWS, if it does
 */
public record Environment(
    String name,
    String provider,
    String jurisdiction,
    List<String> zones,
    Listen listen,
    Optional<Aws> aws,
    List<Fleet> fleets,
    Optional<Infrastructure> infrastructure) {
  public Environment {
    Names.require("environment", name);
    zones = List.copyOf(zones);
    fleets = List.copyOf(fleets);
  }

  /** An environment whose infrastructure is made elsewhere. */
  public Environment(
      String name,
      String provider,
      String jurisdiction,
      List<String> zones,
      Listen listen,
      Optional<Aws> aws,
      List<Fleet> fleets) {
    this(name, provider, jurisdiction, zones, listen, aws, fleets, Optional.empty());
  }

  /**
   * An environment's place on AWS.
   *
   * @param account twelve digits; any other account is refused before the first write
   * @param region where the fleets run
   * @param copies other regions of the jurisdiction that images are copied to
   * @param role assumed for every call, by its ARN; empty to act as whoever runs the tool
   */
  public record Aws(String account, String region, List<String> copies, Optional<String> role) {
    public Aws {
      copies = List.copyOf(copies);
    }
  }

  /** Loopback ports of production and test traffic; 0 means any free one. */
  public record Listen(int port, int testPort) {}

  public Optional<Fleet> fleet(String fleetName) {
    return fleets.stream().filter(f -> f.id().name().equals(fleetName)).findFirst();
  }
}
