package com.pharmaserv.repave.aws.simulation;

import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The account as it really is, read past all faults. */
record AwsTruth(List<Group> groups, Weights weights, List<String> templates, boolean routed) {
  /**
   * A generation's group.
   *
   * @param serving machines in service and, with a route, healthy in the slot's target group
   * @param settings what a rollback has to restore, but automation
   * @param automation names of what scales the group by itself
   */
  record Group(
      String name,
      Optional<Slot> slot,
      int desired,
      int serving,
      Map<String, String> settings,
      Set<String> automation) {}

  static AwsTruth read(AwsWorld world) {
    return world.cloud.quietly(() -> new Reader(world).read());
  }

  Optional<Group> in(Slot slot) {
    return groups.stream().filter(g -> g.slot().equals(Optional.of(slot))).findFirst();
  }

  Optional<Group> group(String name) {
    return groups.stream().filter(g -> g.name().equals(name)).findFirst();
  }

  List<String> names() {
    return groups.stream().map(Group::name).sorted().toList();
  }

  private boolean carries(Group group) {
    return !routed || group.slot().map(slot -> weights.share(slot) > 0).orElse(false);
  }

  /** Names of what scales any group by itself. */
  Set<String> automation() {
    return groups.stream()
        .flatMap(group -> group.automation().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Groups that have traffic and that something scales by itself. */
  long scaledUnderTraffic() {
    return groups.stream().filter(g -> !g.automation().isEmpty() && carries(g)).count();
  }

  /** Machines that carry production. */
  int carrying() {
    return groups.stream().filter(this::carries).mapToInt(Group::serving).sum();
  }

  /** The largest count that a carrying generation is asked to have. */
  int load() {
    return groups.stream().filter(this::carries).mapToInt(Group::desired).max().orElse(0);
  }

  private record Reader(AwsWorld world) {
    AwsTruth read() {
      List<Group> groups = new ArrayList<>();
      for (AutoScalingGroup raw : raw()) {
        groups.add(group(raw));
      }
      List<String> templates =
          world
              .world
              .clients()
              .compute()
              .describeLaunchTemplates(r -> {})
              .launchTemplates()
              .stream()
              .map(LaunchTemplate::launchTemplateName)
              .filter(name -> name.startsWith("repave-" + AwsWorld.ENVIRONMENT + "-"))
              .sorted()
              .toList();
      return new AwsTruth(groups, weights(), templates, world.fleet.routed());
    }

    private List<AutoScalingGroup> raw() {
      Filter ours =
          Filter.builder().name("tag:repave:environment").values(AwsWorld.ENVIRONMENT).build();
      return world
          .world
          .clients()
          .scaling()
          .describeAutoScalingGroups(r -> r.filters(ours))
          .autoScalingGroups()
          .stream()
          .filter(g -> g.status() == null)
          .toList();
    }

    private Group group(AutoScalingGroup raw) {
      Map<String, String> tags =
          raw.tags().stream().collect(Collectors.toMap(TagDescription::key, TagDescription::value));
      Optional<Slot> slot =
          Optional.ofNullable(tags.get("repave:slot"))
              .map(s -> s.equals("blue") ? Slot.BLUE : Slot.GREEN);
      Map<String, String> settings = new TreeMap<>();
      settings.put("min", String.valueOf(raw.minSize()));
      settings.put("max", String.valueOf(raw.maxSize()));
      settings.put("guarded", raw.deletionProtectionAsString());
      settings.put(
          "suspended",
          raw.suspendedProcesses().stream()
              .map(SuspendedProcess::processName)
              .sorted()
              .toList()
              .toString());
      return new Group(
          raw.autoScalingGroupName(),
          slot,
          raw.desiredCapacity(),
          serving(raw, slot),
          settings,
          automation(raw.autoScalingGroupName()));
    }

    private int serving(AutoScalingGroup raw, Optional<Slot> slot) {
      Optional<Set<String>> healthy = slot.map(this::healthy);
      return (int)
          raw.instances().stream()
              .filter(i -> i.lifecycleState() == LifecycleState.IN_SERVICE)
              .filter(i -> healthy.map(ids -> ids.contains(i.instanceId())).orElse(true))
              .count();
    }

    private Set<String> healthy(Slot slot) {
      return world
          .world
          .clients()
          .balancing()
          .describeTargetHealth(r -> r.targetGroupArn(world.targetGroup(slot)))
          .targetHealthDescriptions()
          .stream()
          .filter(t -> t.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
          .map(t -> t.target().id())
          .collect(Collectors.toSet());
    }

    private Set<String> automation(String group) {
      TreeSet<String> names = new TreeSet<>();
      world
          .world
          .clients()
          .scaling()
          .describePolicies(r -> r.autoScalingGroupName(group))
          .scalingPolicies()
          .stream()
          .map(ScalingPolicy::policyName)
          .forEach(names::add);
      world
          .world
          .clients()
          .scaling()
          .describeScheduledActions(r -> r.autoScalingGroupName(group))
          .scheduledUpdateGroupActions()
          .stream()
          .map(ScheduledUpdateGroupAction::scheduledActionName)
          .forEach(names::add);
      return names;
    }

    private Weights weights() {
      List<TargetGroupTuple> groups =
          world
              .world
              .clients()
              .balancing()
              .describeRules(r -> r.ruleArns(world.built.productionRule()))
              .rules()
              .get(0)
              .actions()
              .get(0)
              .forwardConfig()
              .targetGroups();
      int blue = weight(groups, world.targetGroup(Slot.BLUE));
      int sum = blue + weight(groups, world.targetGroup(Slot.GREEN));
      return sum == 0 ? Weights.NONE : Weights.of(Slot.BLUE, 100 * blue / sum);
    }

    private static int weight(List<TargetGroupTuple> groups, String arn) {
      return groups.stream()
          .filter(g -> g.targetGroupArn().equals(arn))
          .mapToInt(TargetGroupTuple::weight)
          .sum();
    }
  }
}
