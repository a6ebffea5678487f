package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.Machine;
import com.pharmaserv.repave.aws.twin.Machines.Subnet;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.balancing.Target.Health;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A region's load balancers, listeners, rules, target groups and targets. */
public final class Balancing {
  private final TwinRegion region;
  private final Table<Balancer> balancers;
  private final Table<Listener> listeners;
  private final Table<Rule> rules;
  private final Table<TargetGroup> groups;
  private final Table<Target> targets;
  private final Map<String, Map<String, String>> tags = new TreeMap<>();
  private final Set<String> everHealthy = new HashSet<>();
  private final Map<String, List<Rule>> naming = new HashMap<>();
  private long namingAt;

  public Balancing(TwinRegion region) {
    this.region = region;
    this.balancers = new Table<>(region.clock());
    this.listeners = new Table<>(region.clock());
    this.rules = new Table<>(region.clock());
    this.groups = new Table<>(region.clock());
    this.targets = new Table<>(region.clock());
  }

  TwinRegion region() {
    return region;
  }

  Table<Balancer> balancers() {
    return balancers;
  }

  Table<Listener> listeners() {
    return listeners;
  }

  Table<Rule> rules() {
    return rules;
  }

  Table<TargetGroup> groups() {
    return groups;
  }

  Map<String, String> tagsOf(String arn) {
    return tags.computeIfAbsent(arn, unknown -> new TreeMap<>());
  }

  void forgetTags(String arn) {
    tags.remove(arn);
  }

  /** The ARNs of everything that exists, for inventories. */
  public List<String> arns() {
    return region
        .cloud()
        .guarded(
            () ->
                List.of(balancers, listeners, rules, groups).stream()
                    .flatMap(table -> table.ids().stream())
                    .toList());
  }

  public boolean hasGroup(String groupArn) {
    return groups.has(groupArn);
  }

  TargetGroup group(String groupArn) {
    return groups
        .get(groupArn)
        .orElseThrow(
            () ->
                new TwinException(
                    "TargetGroupNotFound", "Target groups '" + groupArn + "' not found"));
  }

  /**
   * The target group with these dimensions of CloudWatch; empty if the load balancer is not that of
   * the group.
   *
   * @param group such as {@code targetgroup/NAME/ID}
   * @param balancer such as {@code app/NAME/ID}
   */
  public Optional<String> groupWith(String group, String balancer) {
    return groups.all().stream()
        .filter(one -> one.dimension().equals(group))
        .filter(
            one ->
                rulesNaming(one.arn()).stream()
                    .flatMap(rule -> balancerOf(rule).stream())
                    .anyMatch(lb -> lb.dimension().equals(balancer)))
        .map(TargetGroup::arn)
        .findFirst();
  }

  Optional<TargetGroup> groupNamed(String name) {
    return groups.all().stream().filter(group -> group.name().equals(name)).findFirst();
  }

  /** The rules that send requests to that group now: asked for with every check of a target. */
  List<Rule> rulesNaming(String groupArn) {
    if (rules.changes() != namingAt) {
      naming.clear();
      namingAt = rules.changes();
    }
    return naming.computeIfAbsent(groupArn, arn -> rulesNaming(arn, region.clock().now()));
  }

  /** The rules that send requests to that group, at that instant. */
  List<Rule> rulesNaming(String groupArn, Instant asOf) {
    return rules.all(asOf).stream().filter(rule -> rule.names(groupArn)).toList();
  }

  Optional<Balancer> balancerOf(Rule rule) {
    return listeners.get(rule.listenerArn()).flatMap(l -> balancers.get(l.balancerArn()));
  }

  /** The rules of a listener in the order in which it asks them. */
  List<Rule> rulesOf(String listenerArn, Instant asOf) {
    return rules.all(asOf).stream()
        .filter(rule -> rule.listenerArn().equals(listenerArn))
        .sorted(Comparator.comparingInt(Rule::rank))
        .toList();
  }

  // Targets.

  private static String key(String groupArn, String machineId) {
    return groupArn + "/" + machineId;
  }

  List<Target> targetsOf(String groupArn, Instant asOf) {
    return targets.under(groupArn + "/", asOf);
  }

  Optional<Target> target(String groupArn, String machineId) {
    return targets.get(key(groupArn, machineId));
  }

  /** Registers a machine; one that is registered already stays as it is. */
  public void register(String groupArn, String machineId) {
    register(groupArn, machineId, group(groupArn).port());
  }

  void register(String groupArn, String machineId, int port) {
    Optional<Target> known = target(groupArn, machineId);
    if (known.isPresent() && known.get().health() != Health.DRAINING) {
      return;
    }
    Instant now = region.clock().now();
    Target target = new Target(groupArn, machineId, port, Health.INITIAL, 0, now, now);
    targets.put(key(groupArn, machineId), target);
    HealthChecks.start(this, target);
  }

  /**
   * Takes a machine out: it drains for the whole deregistration delay. User guide, "Deregistration
   * delay": the status is displayed as draining until the delay has passed, even if nothing is in
   * flight any more. A group that gets no requests has nothing to drain.
   */
  public void deregister(String groupArn, String machineId) {
    Optional<Target> known = target(groupArn, machineId);
    if (known.isEmpty() || known.get().health() == Health.DRAINING) {
      return;
    }
    Instant now = region.clock().now();
    if (rulesNaming(groupArn).isEmpty()) {
      targets.remove(key(groupArn, machineId));
      return;
    }
    Target draining = known.get().turned(Health.DRAINING, now);
    targets.put(key(groupArn, machineId), draining);
    region
        .clock()
        .after(
            group(groupArn).deregistrationDelay(),
            () ->
                target(groupArn, machineId)
                    .filter(draining::equals)
                    .ifPresent(drained -> targets.remove(key(groupArn, machineId))));
  }

  void put(Target target) {
    if (target.health() == Health.HEALTHY) {
      everHealthy.add(target.groupArn());
    }
    targets.put(key(target.groupArn(), target.machineId()), target);
  }

  void forgetTargets(String groupArn) {
    targetsOf(groupArn, region.clock().now())
        .forEach(target -> targets.remove(key(groupArn, target.machineId())));
  }

  /** How a target stands, as far as the load balancer uses it at all. */
  public Optional<Health> health(String groupArn, String machineId) {
    return target(groupArn, machineId).map(target -> shown(target, rulesNaming(groupArn)));
  }

  /** Whether any target of the group ever passed a check. */
  public boolean everHealthy(String groupArn) {
    return everHealthy.contains(groupArn);
  }

  /** The health that DescribeTargetHealth shows. */
  Health shown(Target target, List<Rule> naming) {
    return target.health() == Health.DRAINING || isUsed(target, naming)
        ? target.health()
        : Health.NOT_IN_USE;
  }

  /**
   * Whether the load balancer checks that target. ELBv2 API reference, TargetHealth:
   * Target.NotInUse if the group "is not used by any load balancer or the target is in an
   * Availability Zone that is not enabled for its load balancer".
   */
  boolean isUsed(Target target, List<Rule> naming) {
    Optional<String> zone = region.machines().machine(target.machineId()).map(Machine::zone);
    return naming.stream()
        .flatMap(rule -> balancerOf(rule).stream())
        .anyMatch(lb -> zone.isEmpty() || lb.subnets().containsKey(zone.get()));
  }

  /** The subnets by zone, or the refusal of an unknown one. */
  Map<String, String> zonesOf(List<String> subnetIds) {
    Map<String, String> zones = new TreeMap<>();
    for (String id : subnetIds) {
      Subnet subnet =
          region
              .machines()
              .subnet(id)
              .orElseThrow(
                  () ->
                      new TwinException(
                          "SubnetNotFound", "The subnet ID '" + id + "' does not exist"));
      zones.put(subnet.zone(), id);
    }
    return zones;
  }
}
