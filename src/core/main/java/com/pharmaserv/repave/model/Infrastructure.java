package com.pharmaserv.repave.model;

import java.util.List;

/**
 * What the infrastructure program makes for an environment on AWS, beyond what the environment's
 * other fields say. The rollout tool only checks it.
 *
 * @param data what the environment holds: {@code production} or {@code synthetic} data
 * @param primary where the fleets run and the database is written
 * @param paired the other region of the jurisdiction, which everything is mirrored to
 * @param contact address of the people who answer for security
 * @param phone of the same people
 * @param machine instance type of the fleets' machines, from the Nitro system
 */
public record Infrastructure(
    String data,
    Place primary,
    Place paired,
    Domain domain,
    String contact,
    String phone,
    String machine,
    Database database,
    People people,
    Delivery delivery,
    Rotation rotation) {
  /** Whether nobody's data is in the environment: what is locked for others' sake need not be. */
  public boolean isSynthetic() {
    return data.equals("synthetic");
  }

  /**
   * A region and what is taken of it.
   *
   * @param zones exactly three
   * @param network addresses of the region's network; no two networks overlap
   */
  public record Place(String region, List<String> zones, Cidr network) {
    public Place {
      zones = List.copyOf(zones);
    }
  }

  /**
   * Where names are published.
   *
   * @param name below which all host names of the fleets lie
   * @param zone id of the public hosted zone of Route 53 that holds the name
   */
  public record Domain(String name, String zone) {}

  /**
   * The Aurora PostgreSQL cluster.
   *
   * @param version of the engine to begin with; later versions come by blue-green deployments
   * @param machine instance class
   */
  public record Database(String version, String machine, int port) {}

  /**
   * The groups of people in IAM Identity Center, by their ids.
   *
   * @param instance ARN of Identity Center's instance
   * @param role of the account that administers Identity Center, by its ARN, that this program
   *     takes
   */
  public record People(
      String instance, String role, String operators, String readers, String emergency) {
    /** The account that administers Identity Center: the fifth part of the role's ARN. */
    public String account() {
      return role.split(":", -1)[4];
    }
  }

  /**
   * The CI stage that deploys new application versions, by OpenID Connect.
   *
   * @param issuer host of the identity provider
   * @param subject the one {@code sub} that may take the role
   */
  public record Delivery(String issuer, String subject) {}

  /**
   * The scheduled rotation of patched images.
   *
   * @param schedule as EventBridge Scheduler reads it, for example {@code cron(0 3 * * ? *)}
   * @param zone time zone of the schedule
   * @param image of the container that runs the tool, pinned by digest
   * @param fanOut whether the schedule starts the state machine, in which each fleet is a task of
   *     its own; otherwise one task rotates all
   */
  public record Rotation(String schedule, String zone, String image, boolean fanOut) {}
}
