package com.pharmaserv.repave.aws.policy;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a policy is about: one environment, and the things that its hand-overs name. While a fleet's
 * hand-over is missing, patterns stand for all such things of the account and region.
 */
final class Scope {
  private final Environment environment;
  private final Environment.Aws place;
  private final List<HandOver> handOvers;

  Scope(Environment environment, List<HandOver> handOvers) {
    this.environment = environment;
    this.place =
        environment
            .aws()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "environment '"
                            + environment.name()
                            + "' is on "
                            + environment.provider()
                            + ", so it has no IAM policy"));
    this.handOvers = List.copyOf(handOvers);
    for (HandOver each : this.handOvers) {
      if (!each.account().equals(place.account()) || !each.region().equals(place.region())) {
        throw new IllegalArgumentException(
            "the hand-over of "
                + each.fleet()
                + " is for "
                + each.account()
                + "/"
                + each.region()
                + ", environment '"
                + environment.name()
                + "' is in "
                + place.account()
                + "/"
                + place.region());
      }
    }
  }

  String environment() {
    return environment.name();
  }

  String account() {
    return place.account();
  }

  /** The environment's region first, then those that images are copied to. */
  List<String> regions() {
    List<String> regions = new ArrayList<>(place.copies());
    regions.add(0, place.region());
    return regions;
  }

  /** An ARN in the environment's region and account. */
  String arn(String service, String rest) {
    return "arn:"
        + partition()
        + ":"
        + service
        + ":"
        + place.region()
        + ":"
        + account()
        + ":"
        + rest;
  }

  /** An ARN without a region; IAM's own. */
  String global(String service, String rest) {
    return "arn:" + partition() + ":" + service + "::" + account() + ":" + rest;
  }

  /** An ARN without an account, such as an image's, in any region. */
  String unowned(String service, String rest) {
    return "arn:" + partition() + ":" + service + ":*::" + rest;
  }

  /** Names of services in conditions end differently in China. */
  String service(String name) {
    return name + (partition().equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com");
  }

  private String partition() {
    if (place.region().startsWith("cn-")) {
      return "aws-cn";
    }
    return place.region().startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  /** Rules or listeners that carry weights or lead to the slot under test. */
  List<String> entries(Entry.Kind kind) {
    String pattern = kind == Entry.Kind.RULE ? "listener-rule/app/*/*/*/*" : "listener/net/*/*/*";
    return named(
        h ->
            h.route().stream()
                .flatMap(route -> Stream.of(route.production(), route.test()))
                .filter(entry -> entry.kind() == kind)
                .map(Entry::arn),
        arn("elasticloadbalancing", pattern));
  }

  List<String> targetGroups() {
    return named(
        h -> h.route().stream().flatMap(route -> Stream.of(route.blue(), route.green())),
        arn("elasticloadbalancing", "targetgroup/*/*"));
  }

  List<String> tables() {
    return named(h -> Stream.of(arn("dynamodb", "table/" + h.table())), arn("dynamodb", "table/*"));
  }

  /** Where machines of fleets and builders go. */
  List<String> subnets() {
    return named(
        h ->
            Stream.concat(
                    h.subnets().stream().map(HandOver.Subnet::id), Stream.of(h.bake().subnet()))
                .map(id -> arn("ec2", "subnet/" + id)),
        arn("ec2", "subnet/*"));
  }

  /** The keys that disks and images are encrypted with, in all regions. */
  List<String> keys() {
    return named(
        h -> h.bake().keys().entrySet().stream().map(this::key),
        "arn:" + partition() + ":kms:*:" + account() + ":key/*");
  }

  /** Keys are handed over as ARN or as bare id. */
  private String key(Map.Entry<String, String> key) {
    return key.getValue().startsWith("arn:")
        ? key.getValue()
        : "arn:"
            + partition()
            + ":kms:"
            + key.getKey()
            + ":"
            + account()
            + ":key/"
            + key.getValue();
  }

  /**
   * Roles that machines may be given: the infrastructure names roles for machines after the
   * environment, and a bake's role as its instance profile.
   */
  List<String> roles() {
    List<String> roles = new ArrayList<>();
    roles.add(global("iam", "role/repave-" + environment() + "-*"));
    TreeSet<String> profiles = new TreeSet<>();
    handOvers.forEach(h -> profiles.add(h.bake().instanceProfile()));
    for (String profile : profiles) {
      String name = profile.substring(profile.lastIndexOf('/') + 1);
      if (!name.startsWith("repave-" + environment() + "-")) {
        roles.add(global("iam", "role/" + name));
      }
    }
    return roles;
  }

  private List<String> named(Function<HandOver, Stream<String>> names, String pattern) {
    boolean known =
        environment.fleets().stream()
            .allMatch(f -> handOvers.stream().anyMatch(h -> h.fleet().equals(f.id())));
    return known && !handOvers.isEmpty()
        ? List.copyOf(new TreeSet<>(handOvers.stream().flatMap(names).toList()))
        : List.of(pattern);
  }
}
