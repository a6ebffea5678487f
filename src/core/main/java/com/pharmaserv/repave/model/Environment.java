package com.pharmaserv.repave.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One jurisdiction-bound place to run.
 *
 * @param where what it runs on
 * @param builders how many builders, each with a trusted key of its own, must have made the same
 *     disk before an image may roll; 0 if that is not asked
 * @param upkeep how its fleets are kept fresh
 * @param reactions what is done about findings; the first rule that fits counts
 */
public record Environment(
    EnvironmentId id,
    Jurisdiction jurisdiction,
    List<String> zones,
    Where where,
    List<Fleet> fleets,
    int builders,
    Upkeep upkeep,
    List<ReactionRule> reactions) {
  /** More builders than any project has. */
  public static final int BUILDERS_MAX = 10;

  public Environment {
    if (builders < 0 || builders > BUILDERS_MAX) {
      throw new IllegalArgumentException(
          "environment '%s' asks for %s builders: must be from 0 to %s"
              .formatted(id, builders, BUILDERS_MAX));
    }
    zones = List.copyOf(zones);
    fleets = List.copyOf(fleets);
    reactions = List.copyOf(reactions);
    for (Fleet fleet : fleets) {
      if (!fleet.id().environment().equals(id)) {
        throw new IllegalArgumentException(
            "fleet '%s' is not of environment '%s'".formatted(fleet.id(), id));
      }
    }
    if (where instanceof Aws aws) {
      requireInside(id, jurisdiction, aws.region());
      aws.copies().forEach(region -> requireInside(id, jurisdiction, region));
    }
  }

  /** An environment that takes images from any builder. */
  public Environment(
      EnvironmentId id,
      Jurisdiction jurisdiction,
      List<String> zones,
      Where where,
      List<Fleet> fleets) {
    this(id, jurisdiction, zones, where, fleets, 0, Upkeep.DEFAULT, ReactionRule.DEFAULT);
  }

  private static void requireInside(EnvironmentId id, Jurisdiction jurisdiction, String region) {
    if (jurisdiction.others().stream().anyMatch(other -> other.names(region))) {
      throw new IllegalArgumentException(
          "region '%s' of environment '%s' is outside of jurisdiction %s"
              .formatted(region, id, jurisdiction));
    }
  }

  /** What an environment runs on. */
  public sealed interface Where {
    /** The provider, as environment files call it. */
    String provider();

    /** Whether both have the same images, or some of them. */
    boolean shares(Where other);
  }

  /**
   * This machine.
   *
   * @param listen where its load balancer listens
   */
  public record Local(Listen listen) implements Where {
    public static final String PROVIDER = "local";

    @Override
    public String provider() {
      return PROVIDER;
    }

    @Override
    public boolean shares(Where other) {
      return other instanceof Local;
    }
  }

  /**
   * A place on AWS.
   *
   * @param account twelve digits; any other account is refused before the first write
   * @param region where the fleets run
   * @param copies other regions of the jurisdiction that images are copied to
   * @param role assumed for every call, by its ARN; empty to act as whoever runs the tool
   * @param infrastructure what the infrastructure program makes there; empty if it is made
   *     elsewhere
   */
  public record Aws(
      String account,
      String region,
      List<String> copies,
      Optional<String> role,
      Optional<Infrastructure> infrastructure)
      implements Where {
    public static final String PROVIDER = "aws";

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    public Aws {
      if (!ACCOUNT.matcher(account).matches()) {
        throw new IllegalArgumentException("account '%s' must be 12 digits".formatted(account));
      }
      copies = List.copyOf(copies);
    }

    /** A place whose infrastructure is made elsewhere. */
    public Aws(String account, String region, List<String> copies, Optional<String> role) {
      this(account, region, copies, role, Optional.empty());
    }

    /** The same place with what the infrastructure program makes there. */
    public Aws with(Infrastructure made) {
      return new Aws(account, region, copies, role, Optional.of(made));
    }

    @Override
    public String provider() {
      return PROVIDER;
    }

    @Override
    public boolean shares(Where other) {
      return other instanceof Aws aws
          && aws.account.equals(account)
          && !Collections.disjoint(aws.regions(), regions());
    }

    /** Where its images are, the home region first. */
    private List<String> regions() {
      return Stream.concat(Stream.of(region), copies.stream()).toList();
    }
  }

  /** Loopback ports of production and test traffic; 0 means any free one. */
  public record Listen(int port, int testPort) {
    /** Any free ports. */
    public static final Listen ANY = new Listen(0, 0);
  }

  public String name() {
    return id.name();
  }

  /** The provider, as the environment's file calls it. */
  public String provider() {
    return where.provider();
  }

  /** Its place on AWS, if it is there. */
  public Optional<Aws> aws() {
    return where instanceof Aws aws ? Optional.of(aws) : Optional.empty();
  }

  public Optional<Fleet> fleet(String fleetName) {
    return fleets.stream().filter(f -> f.id().name().equals(fleetName)).findFirst();
  }
}
