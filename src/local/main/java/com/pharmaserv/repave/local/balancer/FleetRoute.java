package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Slot;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** One fleet: its current route, whose turn it is, and its counters. */
final class FleetRoute {
  private final String host;

  /** Swapped as a whole; requests read it without a lock. */
  private volatile Route route;

  private final AtomicInteger slotTurn = new AtomicInteger();
  private final AtomicInteger machineTurn = new AtomicInteger();
  private final SlotCounter blue = new SlotCounter();
  private final SlotCounter green = new SlotCounter();

  /** In order of arrival; guarded by itself. */
  private final Map<String, Meter> meters = new LinkedHashMap<>();

  FleetRoute(String host, HealthCheck check) {
    this.host = host;
    this.route = Route.empty(check);
  }

  String host() {
    return host;
  }

  Route route() {
    return route;
  }

  /** One step: no request sees anything between the old route and the new one. */
  synchronized void change(UnaryOperator<Route> change) {
    route = change.apply(route);
  }

  SlotCounter counter(Slot slot) {
    return slot == Slot.BLUE ? blue : green;
  }

  Optional<Slot> productionSlot() {
    return route.spread().slot(slotTurn.getAndIncrement());
  }

  /** Picks a machine and counts the request in; empty if the slot has none. */
  Optional<Backend> enter(Slot slot, Collection<Backend> tried) {
    // A machine that drained between pick and entry is already gone from the next route: each
    // round sees one machine fewer, so this ends after as many rounds as there are machines.
    for (int round = 0; round <= Limits.MAX_PICK_ROUNDS; round++) {
      Optional<Backend> picked = route.pick(slot, machineTurn.getAndIncrement(), tried);
      if (picked.isEmpty() || picked.get().enter()) {
        return picked;
      }
    }
    return Optional.empty();
  }

  Meter meter(String label) {
    synchronized (meters) {
      Meter known = meters.get(label);
      if (known != null) {
        return known;
      }
      while (meters.size() >= Limits.MAX_LABELS) {
        forgetOldestMeter();
      }
      Meter added = new Meter();
      meters.put(label, added);
      return added;
    }
  }

  Optional<Meter> knownMeter(String label) {
    synchronized (meters) {
      return Optional.ofNullable(meters.get(label));
    }
  }

  /**
   * The oldest label without a machine; with more live labels than the bound, the oldest of all.
   */
  private void forgetOldestMeter() {
    Route now = route;
    String oldest =
        meters.keySet().stream()
            .filter(label -> now.machines().stream().noneMatch(m -> label.equals(m.label())))
            .findFirst()
            .orElseGet(() -> meters.keySet().iterator().next());
    meters.remove(oldest);
  }
}
