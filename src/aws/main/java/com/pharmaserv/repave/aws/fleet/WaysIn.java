package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.TrafficSourceIdentifier;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** Finds the ways by which requests reach machines beside the fleet's production and test route. */
final class WaysIn {
  private final Surroundings surroundings;
  private final HandOver.Route route;

  WaysIn(Surroundings surroundings, HandOver.Route route) {
    this.surroundings = surroundings;
    this.route = route;
  }

  /**
   * Rules and default actions that name one of the slots' target groups. Whatever their weight: 0
   * is what the next edit changes.
   */
  List<Obstacle> toTheSlots() throws ProviderException {
    Set<String> balancers = new TreeSet<>();
    for (Slot slot : Slot.values()) {
      balancers.addAll(surroundings.balancers(route.targetGroup(slot)));
    }
    List<Obstacle> ways = new ArrayList<>();
    for (String balancer : balancers) {
      for (Listener listener : surroundings.listeners(balancer)) {
        ways.addAll(of(listener));
      }
    }
    return ways;
  }

  private List<Obstacle> of(Listener listener) throws ProviderException {
    String name =
        "listener %s:%s of load balancer %s"
            .formatted(
                listener.protocolAsString(),
                listener.port(),
                Names.balancer(listener.loadBalancerArn()));
    List<Obstacle> ways = new ArrayList<>();
    if (!own(listener.listenerArn())) {
      ways.addAll(of("the default action of " + name, listener.defaultActions()));
    }
    if (Names.hasRules(listener.loadBalancerArn())) {
      for (Rule rule : surroundings.rules(listener.listenerArn())) {
        // The default rule is the listener's default action.
        if (!rule.isDefault() && !own(rule.ruleArn())) {
          ways.addAll(of("rule " + called(rule) + " of " + name, rule.actions()));
        }
      }
    }
    return ways;
  }

  private boolean own(String arn) {
    return arn.equals(route.production().arn()) || arn.equals(route.test().arn());
  }

  private List<Obstacle> of(String entry, List<Action> actions) {
    Map<Slot, Integer> weights = new LinkedHashMap<>();
    for (Action action : actions) {
      Forward.weights(action)
          .forEach(
              (group, weight) ->
                  slot(group).ifPresent(s -> weights.merge(s, weight, Integer::sum)));
    }
    List<Obstacle> ways = new ArrayList<>();
    weights.forEach(
        (slot, weight) ->
            ways.add(
                new Obstacle(
                    Obstacle.Kind.WAY_IN,
                    "%s, which forwards to slot %s with weight %s".formatted(entry, slot, weight),
                    Optional.empty(),
                    Optional.of(slot))));
    return ways;
  }

  private Optional<Slot> slot(String targetGroup) {
    return Stream.of(Slot.values())
        .filter(slot -> route.targetGroup(slot).equals(targetGroup))
        .findFirst();
  }

  /** {@code 12 (path-pattern /api/*, host-header app.example)}. */
  private static String called(Rule rule) {
    String conditions =
        rule.conditions().stream().map(WaysIn::called).collect(Collectors.joining(", "));
    return conditions.isEmpty() ? rule.priority() : rule.priority() + " (" + conditions + ")";
  }

  private static String called(RuleCondition condition) {
    Stream<String> values =
        Stream.of(
                condition.values(),
                condition.hostHeaderConfig() == null ? null : condition.hostHeaderConfig().values(),
                condition.pathPatternConfig() == null
                    ? null
                    : condition.pathPatternConfig().values(),
                condition.httpHeaderConfig() == null ? null : condition.httpHeaderConfig().values(),
                condition.httpRequestMethodConfig() == null
                    ? null
                    : condition.httpRequestMethodConfig().values(),
                condition.sourceIpConfig() == null ? null : condition.sourceIpConfig().values())
            .filter(list -> list != null)
            .flatMap(List::stream)
            .distinct();
    return condition.field().replaceFirst("-pattern$|-header$", "")
        + " "
        + values.collect(Collectors.joining(" "));
  }

  /**
   * What brings traffic to the group's machines beside its slot: the candidate would not get it.
   *
   * @param slot the target group that the group was made with; empty without a route
   */
  static List<String> toTheGroup(OwnGroup group, Optional<String> slot) {
    Set<String> ways = new TreeSet<>();
    group.raw().targetGroupARNs().stream()
        .filter(arn -> !slot.equals(Optional.of(arn)))
        .forEach(arn -> ways.add(Names.targetGroup(arn).orElse(arn)));
    group.raw().loadBalancerNames().forEach(name -> ways.add("classic load balancer " + name));
    for (TrafficSourceIdentifier source : group.raw().trafficSources()) {
      String type = String.valueOf(source.type());
      switch (type) {
        case "elbv2" -> {
          if (!slot.equals(Optional.of(source.identifier()))) {
            ways.add(Names.targetGroup(source.identifier()).orElse(source.identifier()));
          }
        }
        case "elb" -> ways.add("classic load balancer " + source.identifier());
        default -> ways.add(type + " " + source.identifier());
      }
    }
    return ways.stream().map(way -> way + ", attached to " + group.name()).toList();
  }
}
