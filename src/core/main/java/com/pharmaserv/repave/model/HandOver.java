package com.pharmaserv.repave.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the infrastructure hands over to this tool for one fleet on AWS: the things that it owns and
 * the tool only uses. Read from the parameter {@code /repave/v1/ENVIRONMENT/FLEET/infra}, which the
 * infrastructure program writes last; its shape is {@code environments/handover.schema.json}.
 *
 * @param schema version of the document's shape, {@code 1.x}
 * @param account the AWS account, twelve digits
 * @param region the fleet's region
 * @param subnets where machines go, one per zone
 * @param route empty for fleets without one
 * @param skeleton the launch template without an image that every generation's is made from
 * @param table the DynamoDB table of journals, leases and signals
 * @param bake where and as what images are baked
 * @param quarantine the security group without any rule that cuts a machine off; empty if the
 *     infrastructure is older than it
 */
public record HandOver(
    String schema,
    FleetId fleet,
    String account,
    String region,
    List<Subnet> subnets,
    Optional<Route> route,
    Skeleton skeleton,
    String table,
    Bake bake,
    Optional<String> quarantine) {
  /** The version of the document that this code writes; 1.1 has the signer and the quarantine. */
  public static final String SCHEMA = "1.1";

  public HandOver {
    subnets = List.copyOf(subnets);
  }

  /** What an infrastructure of version 1.0 hands over. */
  public HandOver(
      String schema,
      FleetId fleet,
      String account,
      String region,
      List<Subnet> subnets,
      Optional<Route> route,
      Skeleton skeleton,
      String table,
      Bake bake) {
    this(schema, fleet, account, region, subnets, route, skeleton, table, bake, Optional.empty());
  }

  /** The name of the parameter that holds a fleet's document. */
  public static String parameter(FleetId fleet) {
    return "/repave/v1/" + fleet + "/infra";
  }

  /** A subnet of the application tier and the zone it is in. */
  public record Subnet(String id, String zone) {}

  /**
   * The load balancer's part.
   *
   * @param production where the weights are
   * @param test what leads to the slot that is to be verified
   * @param blue target group of the blue slot, by its ARN
   * @param green target group of the green slot, by its ARN
   * @param probe URL that reaches the test entry, without a path, for example {@code
   *     https://test.app.eu.example}
   */
  public record Route(Entry production, Entry test, String blue, String green, String probe) {
    public String targetGroup(Slot slot) {
      return slot == Slot.BLUE ? blue : green;
    }
  }

  /**
   * A place with a forward action.
   *
   * @param kind an Application Load Balancer's {@code RULE}, or a {@code LISTENER} with its default
   *     action, as Network Load Balancers have it
   */
  public record Entry(Kind kind, String arn) {
    /** What kind of place. */
    public enum Kind {
      RULE,
      LISTENER
    }
  }

  /** A launch template and the version of it that was handed over. */
  public record Skeleton(String template, String version) {}

  /**
   * What a builder machine runs in and as.
   *
   * @param subnet private, without a way in
   * @param securityGroup without any ingress
   * @param keys the key that images are encrypted with, by region; the environment's own region
   *     first of all, and every region that images are copied to
   * @param signer the key that signs what images are made of, by its ARN; without it the machine
   *     that bakes signs with its own
   */
  public record Bake(
      String subnet,
      String securityGroup,
      String instanceProfile,
      String instanceType,
      SortedMap<String, String> keys,
      Optional<String> signer) {
    public Bake {
      keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }
  }
}
