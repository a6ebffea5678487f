package com.pharmaserv.repave.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fleet as a provider reads it: everything that carries the fleet's tags, and its route.
 *
 * @param skew how far the provider's clock is ahead of ours; negative if it is behind
 * @param route empty for fleets without one (queue workers)
 * @param obstacles what others put there
 * @param acted the last intent of the fleet's journal that the provider has kept of its effects
 */
public record FleetView(
    Instant at,
    Duration skew,
    Optional<RouteView> route,
    List<Generation> generations,
    List<Obstacle> obstacles,
    Delays delays,
    Optional<Head> acted) {
  public FleetView {
    generations = List.copyOf(generations);
    obstacles = List.copyOf(obstacles);
  }

  /** A fleet to which nobody else did anything, seen at the same time as ours. */
  public FleetView(Instant at, Optional<RouteView> route, List<Generation> generations) {
    this(at, Duration.ZERO, route, generations, List.of(), Delays.NONE, Optional.empty());
  }

  public FleetView with(List<Obstacle> others) {
    return new FleetView(at, skew, route, generations, others, delays, acted);
  }

  /** The same with what the provider has acted on. */
  public FleetView acting(Optional<Head> intent) {
    return new FleetView(at, skew, route, generations, obstacles, delays, intent);
  }

  /** The same, read by a provider whose clock is that far ahead. */
  public FleetView skewed(Duration ahead) {
    return new FleetView(at, ahead, route, generations, obstacles, delays, acted);
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
