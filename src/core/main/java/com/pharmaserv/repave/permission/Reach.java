package com.pharmaserv.repave.permission;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.HandOver;
import java.util.ArrayList;
import java.util.List;

/** How far a role reaches: one environment, and the infrastructure's things in it. */
public final class Reach {
  private final String environment;
  private final Arns arns;
  private final List<String> regions;
  private final Things things;

  private Reach(Environment environment, Environment.Aws place, Things things) {
    this.environment = environment.name();
    this.arns = Arns.of(place);
    List<String> all = new ArrayList<>(place.copies());
    all.add(0, place.region());
    this.regions = List.copyOf(all);
    this.things = things;
  }

  /**
   * As far as the infrastructure that makes the role can tell.
   *
   * @throws IllegalArgumentException if the environment is not on AWS
   */
  public static Reach of(Environment environment, Things things) {
    return new Reach(environment, place(environment), things);
  }

  /**
   * As far as hand-overs tell.
   *
   * @throws IllegalArgumentException if the environment is not on AWS or a hand-over is not its own
   */
  public static Reach of(Environment environment, List<HandOver> handOvers) {
    Environment.Aws place = place(environment);
    return new Reach(environment, place, HandedOver.things(environment, place, handOvers));
  }

  private static Environment.Aws place(Environment environment) {
    return environment
        .aws()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "environment '%s' is on %s, so it has no IAM policy"
                        .formatted(environment.name(), environment.provider())));
  }

  String environment() {
    return environment;
  }

  Things things() {
    return things;
  }

  /** The environment's region first, then those that images are copied to. */
  List<String> regions() {
    return regions;
  }

  /** An ARN in the environment's region and account. */
  String arn(String service, String rest) {
    return arns.here(service, rest);
  }

  /** An ARN without an account, such as an image's, in any region. */
  String unowned(String service, String rest) {
    return arns.unowned(service, rest);
  }

  /** A service's name in conditions. */
  String service(String name) {
    return arns.service(name);
  }

  /** The ARNs of the tables. */
  List<String> tables() {
    return things.tables().stream().map(name -> arn("dynamodb", "table/" + name)).toList();
  }

  /** The ARNs of the security groups that cut machines off. */
  List<String> quarantines() {
    return things.quarantines().stream().map(id -> arn("ec2", "security-group/" + id)).toList();
  }

  /** The ARNs of the subnets. */
  List<String> subnets() {
    return things.subnets().stream().map(id -> arn("ec2", "subnet/" + id)).toList();
  }
}
