package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What others did to a fleet: everything that a rollout neither carries over nor may overlook. */
final class Others {
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
