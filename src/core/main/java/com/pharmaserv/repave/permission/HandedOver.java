package com.pharmaserv.repave.permission;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What hand-overs tell of the infrastructure's things. While a fleet's hand-over is missing,
 * patterns stand for all such things of the account and region.
 */
final class HandedOver {
  private final Environment environment;
  private final Arns arns;
  private final List<HandOver> documents;

  private HandedOver(Environment environment, Arns arns, List<HandOver> documents) {
    this.environment = environment;
    this.arns = arns;
    this.documents = List.copyOf(documents);
    for (HandOver each : documents) {
      if (!each.account().equals(arns.account()) || !each.region().equals(arns.region())) {
        throw new IllegalArgumentException(
            "the hand-over of %s is for %s/%s, environment '%s' is in %s/%s"
                .formatted(
                    each.fleet(),
                    each.account(),
                    each.region(),
                    environment.name(),
                    arns.account(),
                    arns.region()));
      }
    }
  }

  /**
   * The things of an environment.
   *
   * @throws IllegalArgumentException if a hand-over is another environment's
   */
  static Things things(Environment environment, Environment.Aws place, List<HandOver> documents) {
    return new HandedOver(environment, Arns.of(place), documents).things();
  }

  private Things things() {
    return new Things(
        entries(Entry.Kind.RULE, "listener-rule/app/*/*/*/*"),
        entries(Entry.Kind.LISTENER, "listener/net/*/*/*"),
        named(
            h -> h.route().stream().flatMap(route -> Stream.of(route.blue(), route.green())),
            arns.here("elasticloadbalancing", "targetgroup/*/*")),
        named(h -> Stream.of(h.table()), "*"),
        // No hand-over tells it; the tables' names bind what may be done with it.
        List.of(arns.here("kms", "key/*")),
        named(
            h ->
                Stream.concat(
                    h.subnets().stream().map(HandOver.Subnet::id), Stream.of(h.bake().subnet())),
            "*"),
        named(
            h -> h.bake().keys().entrySet().stream().map(this::key), arns.in("*", "kms", "key/*")),
        named(h -> h.bake().signer().stream(), arns.here("kms", "key/*")),
        machineRoles(),
        named(h -> Stream.of(profile(h)), arns.global("iam", "instance-profile/*")),
        // Hand-overs name templates; what is in them is named after the environment.
        List.of(arns.global("iam", "instance-profile/" + prefix() + "*")),
        // Without a pattern: any other group would be a way in.
        documents.stream().flatMap(h -> h.quarantine().stream()).toList(),
        List.of(
            arns.global(
                "iam",
                "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")));
  }

  private List<String> entries(Entry.Kind kind, String pattern) {
    return named(
        h ->
            h.route().stream()
                .flatMap(route -> Stream.of(route.production(), route.test()))
                .filter(entry -> entry.kind() == kind)
                .map(Entry::arn),
        arns.here("elasticloadbalancing", pattern));
  }

  /** Keys are handed over as ARN or as bare id. */
  private String key(Map.Entry<String, String> key) {
    return key.getValue().startsWith("arn:")
        ? key.getValue()
        : arns.in(key.getKey(), "kms", "key/" + key.getValue());
  }

  /** Those that are named after the environment, and the bake's, as its instance profile is. */
  private List<String> machineRoles() {
    List<String> roles = new ArrayList<>(List.of(arns.global("iam", "role/" + prefix() + "*")));
    for (HandOver document : documents) {
      String profile = document.bake().instanceProfile();
      String name = profile.substring(profile.lastIndexOf('/') + 1);
      if (!name.startsWith(prefix())) {
        roles.add(arns.global("iam", "role/" + name));
      }
    }
    return roles;
  }

  private String prefix() {
    return "repave-" + environment.name() + "-";
  }

  /** The builders' instance profile is handed over as ARN or as bare name. */
  private String profile(HandOver document) {
    String profile = document.bake().instanceProfile();
    return profile.startsWith("arn:") ? profile : arns.global("iam", "instance-profile/" + profile);
  }

  private List<String> named(Function<HandOver, Stream<String>> names, String pattern) {
    boolean known =
        environment.fleets().stream()
            .allMatch(f -> documents.stream().anyMatch(h -> h.fleet().equals(f.id())));
    return known && !documents.isEmpty()
        ? documents.stream().flatMap(names).toList()
        : List.of(pattern);
  }
}
