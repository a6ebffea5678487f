package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.Delays;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;

/** What others did to a fleet: everything that a rollout neither carries over nor may overlook. */
final class Others {
  private static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
  private static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";

  /** As Auto Scaling shows a default warm-up that was taken off again. */
  private static final int UNSET = -1;

  private final Surroundings surroundings;
  private final HandOver handOver;

  Others(Observer observer, HandOver handOver) {
    this.surroundings = observer.surroundings();
    this.handOver = handOver;
  }

  List<Obstacle> obstacles(List<OwnGroup> groups) throws ProviderException {
    List<Obstacle> obstacles = new ArrayList<>();
    if (handOver.route().isPresent()) {
      obstacles.addAll(new WaysIn(surroundings, handOver.route().get()).toTheSlots());
    }
    for (OwnGroup group : groups) {
      add(obstacles, Obstacle.Kind.WAY_IN, group, WaysIn.toTheGroup(group, targetGroup(group)));
      add(obstacles, Obstacle.Kind.SETTING, group, GroupMembers.lost(group.raw()));
      add(obstacles, Obstacle.Kind.MACHINE, group, HeldMachines.of(group));
    }
    // Only of the generation that was there first, to save calls: nobody refreshes a candidate.
    Optional<OwnGroup> first = first(groups);
    if (first.isPresent()) {
      add(
          obstacles,
          Obstacle.Kind.REPLACEMENT,
          first.get(),
          surroundings.refresh(first.get()).stream().toList());
    }
    return obstacles;
  }

  /**
   * How long machines were told to take. This is patience and no more: while it cannot be read,
   * rollouts have their own.
   */
  Delays delays(List<OwnGroup> groups) {
    Optional<OwnGroup> first = first(groups);
    if (first.isEmpty()) {
      return Delays.NONE;
    }
    OwnGroup group = first.get();
    int warmup = Optional.ofNullable(group.raw().defaultInstanceWarmup()).orElse(UNSET);
    Duration starting = Duration.ofSeconds(Math.max(0, warmup));
    Duration ending = Duration.ZERO;
    try {
      starting = starting.plus(heartbeats(group, LAUNCHING));
      ending = ending.plus(heartbeats(group, TERMINATING));
      if (targetGroup(group).isPresent()) {
        ending = ending.plus(surroundings.deregistration(targetGroup(group).get()));
      }
    } catch (ProviderException unreadable) {
      return new Delays(starting, ending);
    }
    return new Delays(starting, ending);
  }

  /** All hooks of a transition, as if one waited for the other, and none renewed its time. */
  private Duration heartbeats(OwnGroup group, String transition) throws ProviderException {
    long seconds =
        surroundings.hooks(group.name()).stream()
            .filter(hook -> transition.equals(hook.lifecycleTransition()))
            .map(LifecycleHook::heartbeatTimeout)
            .filter(Objects::nonNull)
            .mapToLong(Integer::longValue)
            .sum();
    return Duration.ofSeconds(seconds);
  }

  /** The active generation, later on the previous one. */
  private static Optional<OwnGroup> first(List<OwnGroup> groups) {
    return groups.stream().min(Comparator.comparing(group -> group.id().number()));
  }

  private Optional<String> targetGroup(OwnGroup group) {
    return handOver.route().flatMap(route -> group.slot().map(route::targetGroup));
  }

  private static void add(
      List<Obstacle> obstacles, Obstacle.Kind kind, OwnGroup group, List<String> whats) {
    whats.forEach(
        what -> obstacles.add(new Obstacle(kind, what, Optional.of(group.id()), group.slot())));
  }
}
