package com.pharmaserv.repave.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One generation as observed.
 *
 * @param slot where it takes traffic; empty for fleets without a route
 * @param desired machines its group is asked to run
 * @param openRequests requests in flight on its machines; 0 without a route
 * @param trouble the provider's latest reason for not launching machines, if it has one
 * @param rollout the rollout that launched it
 */
public record Generation(
    GenerationId id,
    Optional<Slot> slot,
    ImageId image,
    int desired,
    Settings settings,
    List<Machine> machines,
    int openRequests,
    Optional<String> trouble,
    RolloutId rollout) {
  public Generation {
    machines = List.copyOf(machines);
  }

  /** What a rollout remembers of it. */
  public Placement placement() {
    return new Placement(id, slot, image);
  }

  /** Machines that are in service, healthy or not. */
  public int inService() {
    return (int) machines.stream().filter(m -> m.lifecycle() == Lifecycle.IN_SERVICE).count();
  }

  /** Machines that are in service and healthy. */
  public int serving() {
    return (int) machines.stream().filter(Machine::serves).count();
  }

  /** Serving machines by zone; zones without one are absent. */
  public SortedMap<String, Integer> servingByZone() {
    SortedMap<String, Integer> zones = new TreeMap<>();
    machines.stream().filter(Machine::serves).forEach(m -> zones.merge(m.zone(), 1, Integer::sum));
    return zones;
  }
}
