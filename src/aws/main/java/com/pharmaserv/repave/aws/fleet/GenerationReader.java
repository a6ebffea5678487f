package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Turns what AWS says of a group and its targets into a generation and its machines. */
final class GenerationReader {
  private GenerationReader() {}

  /**
   * The generation.
   *
   * @param targets what stands in its slot's target group; empty if the group's own word on its
   *     machines' health is to count
   */
  static Generation read(
      OwnGroup group,
      Optional<List<TargetHealthDescription>> targets,
      Automation automation,
      int openRequests,
      Optional<String> trouble) {
    Optional<Map<String, Health>> health = targets.map(GenerationReader::health);
    List<Machine> machines = new ArrayList<>();
    for (Instance instance : group.raw().instances()) {
      machines.add(
          new Machine(
              instance.instanceId(),
              instance.availabilityZone(),
              lifecycle(instance.lifecycleStateAsString()),
              health(instance, health)));
    }
    return new Generation(
        group.id(),
        group.slot(),
        group.image(),
        group.desired(),
        group.settings(automation),
        machines,
        openRequests,
        trouble,
        group.rollout());
  }

  /** Whether machines are still to come, or still to go, whatever their health. */
  static boolean moving(OwnGroup group) {
    long inService =
        group.raw().instances().stream()
            .filter(i -> lifecycle(i.lifecycleStateAsString()) == Lifecycle.IN_SERVICE)
            .count();
    return inService < group.desired() || group.raw().instances().size() > group.desired();
  }

  /**
   * The states are those of the Auto Scaling API reference, Instance.LifecycleState. What is
   * neither in service nor on its way out, such as a machine in standby or in a warm pool, does not
   * work now and may later.
   */
  static Lifecycle lifecycle(String state) {
    if (state.equals("InService")) {
      return Lifecycle.IN_SERVICE;
    }
    // Warmed:Terminating and its kind, too.
    boolean leaving = state.contains("Terminat") || state.contains("Detach");
    return leaving ? Lifecycle.TERMINATING : Lifecycle.PENDING;
  }

  private static Health health(Instance instance, Optional<Map<String, Health>> targets) {
    if (!"Healthy".equalsIgnoreCase(instance.healthStatus())) {
      return Health.UNHEALTHY;
    }
    return targets
        .map(t -> t.getOrDefault(instance.instanceId(), Health.INITIAL))
        .orElse(Health.HEALTHY);
  }

  /** Health by machine; one that stands there with several ports is as healthy as its worst. */
  private static Map<String, Health> health(List<TargetHealthDescription> targets) {
    Map<String, Health> found = new HashMap<>();
    for (TargetHealthDescription target : targets) {
      found.merge(target.target().id(), health(target), GenerationReader::worse);
    }
    return found;
  }

  private static Health worse(Health one, Health other) {
    List<Health> badToGood =
        List.of(Health.UNHEALTHY, Health.DRAINING, Health.INITIAL, Health.HEALTHY);
    return badToGood.indexOf(one) < badToGood.indexOf(other) ? one : other;
  }

  /** ELBv2 API reference, TargetHealth.State. */
  private static Health health(TargetHealthDescription target) {
    TargetHealthStateEnum state = target.targetHealth().state();
    return switch (state) {
      case HEALTHY -> Health.HEALTHY;
      case DRAINING -> Health.DRAINING;
      case INITIAL, UNUSED -> Health.INITIAL;
      // Unavailable means that nobody checks: no sign of health.
      case UNHEALTHY, UNHEALTHY_DRAINING, UNAVAILABLE, UNKNOWN_TO_SDK_VERSION -> Health.UNHEALTHY;
    };
  }

  /**
   * Whether the group has as many machines as it is asked to have, all at work, and each of them
   * was healthy in its target group, with nothing else there.
   */
  static boolean settled(OwnGroup group, List<TargetHealthDescription> targets) {
    Map<String, Health> health = health(targets);
    return group.raw().instances().size() == group.desired()
        && health.size() == group.desired()
        && group.raw().instances().stream()
            .allMatch(
                i ->
                    lifecycle(i.lifecycleStateAsString()) == Lifecycle.IN_SERVICE
                        && health(i, Optional.of(health)) == Health.HEALTHY);
  }

  /**
   * What stands in a target group to take its traffic and is no machine of the generation there.
   * Draining targets and stopped machines take none.
   */
  static List<String> strangers(
      List<TargetHealthDescription> targets, Optional<OwnGroup> generation) {
    Set<String> own =
        generation.stream()
            .flatMap(g -> g.raw().instances().stream())
            .map(Instance::instanceId)
            .collect(Collectors.toSet());
    TreeSet<String> strangers = new TreeSet<>();
    for (TargetHealthDescription target : targets) {
      boolean stopped =
          target.targetHealth().reason() == TargetHealthReasonEnum.TARGET_INVALID_STATE;
      if (health(target) != Health.DRAINING && !stopped && !own.contains(target.target().id())) {
        strangers.add(target.target().id());
      }
    }
    return List.copyOf(strangers);
  }
}
