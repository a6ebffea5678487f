package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A fleet as a provider reads it: everything that carries the fleet's tags, and its route.
 *
 * @param route empty for fleets without one (queue workers)
 */
public record FleetView(Instant at, Optional<RouteView> route, List<Generation> generations) {
  public FleetView {
    generations = List.copyOf(generations);
  }

  /** The production weights and the slot behind the test route. */
  public record RouteView(Weights weights, Optional<Slot> testSlot) {}

  public Optional<Generation> find(GenerationId id) {
    return generations.stream().filter(g -> g.id().equals(id)).findFirst();
  }

  public Optional<Generation> in(Slot slot) {
    return generations.stream().filter(g -> g.slot().equals(Optional.of(slot))).findFirst();
  }
}
