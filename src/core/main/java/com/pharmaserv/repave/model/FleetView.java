package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fleet as a provider reads it: everything that carries the fleet's tags, and its route.
 *
 * @param route empty for fleets without one (queue workers)
 */
public record FleetView(Instant at, Optional<RouteView> route, List<Generation> generations) {
  public FleetView {
    generations = List.copyOf(generations);
  }

  /**
   * The production weights and the slot behind the test route.
   *
   * @param strangers what stands in a slot to take its traffic without being a machine of the
   *     slot's generation, by slot
   */
  public record RouteView(
      Weights weights, Optional<Slot> testSlot, SortedMap<Slot, List<String>> strangers) {
    public RouteView {
      TreeMap<Slot, List<String>> copy = new TreeMap<>();
      strangers.forEach((slot, names) -> copy.put(slot, List.copyOf(names)));
      strangers = Collections.unmodifiableSortedMap(copy);
    }

    /** A route whose slots hold nothing but machines of their generations. */
    public RouteView(Weights weights, Optional<Slot> testSlot) {
      this(weights, testSlot, Collections.emptySortedMap());
    }

    /** The first stranger in the slot. */
    public Optional<String> stranger(Slot slot) {
      return strangers.getOrDefault(slot, List.of()).stream().findFirst();
    }
  }

  public Optional<Generation> find(GenerationId id) {
    return generations.stream().filter(g -> g.id().equals(id)).findFirst();
  }

  public Optional<Generation> in(Slot slot) {
    return generations.stream().filter(g -> g.slot().equals(Optional.of(slot))).findFirst();
  }
}
