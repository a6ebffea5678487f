package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that decides where a fleet's requests go, as one immutable value: a change is a new value, so
 * every request sees the state before it or after it and never something between.
 *
 * @param machines all that are known, those that drain too
 */
record Route(
    HealthCheck check,
    Weights weights,
    Spread spread,
    Optional<Slot> test,
    List<Backend> machines,
    List<Backend> blue,
    List<Backend> green) {

  static Route empty(HealthCheck check) {
    return new Route(
        check, Weights.NONE, Spread.NONE, Optional.empty(), List.of(), List.of(), List.of());
  }

  Route checkedBy(HealthCheck next) {
    return new Route(next, weights, spread, test, machines, blue, green);
  }

  Route weighted(Weights next) {
    return new Route(check, next, new Spread(next), test, machines, blue, green);
  }

  Route testing(Slot slot) {
    return new Route(check, weights, spread, Optional.of(slot), machines, blue, green);
  }

  Route with(Backend added) {
    List<Backend> all = new ArrayList<>(machines);
    all.add(added);
    return of(all, backend -> !backend.draining());
  }

  Route without(Backend removed) {
    List<Backend> all = new ArrayList<>(machines);
    all.remove(removed);
    return of(all, backend -> !backend.draining());
  }

  /** Sends the machine nothing new but still knows it. */
  Route draining(Backend drained) {
    return of(machines, backend -> !backend.draining() && backend != drained);
  }

  Optional<Backend> machine(String name) {
    for (Backend backend : machines) {
      if (backend.machine().equals(name)) {
        return Optional.of(backend);
      }
    }
    return Optional.empty();
  }

  /**
   * The machine of the slot with the fewest open requests, beginning at {@code turn} so that equals
   * take turns. As with an ALB a slot without a healthy machine fails open to all of its machines,
   * and never spills into the other slot. A machine tried before is only taken if there is no
   * other.
   */
  Optional<Backend> pick(Slot slot, int turn, Collection<Backend> tried) {
    List<Backend> all = slot == Slot.BLUE ? blue : green;
    if (all.isEmpty()) {
      return Optional.empty();
    }
    boolean failOpen = true;
    for (Backend backend : all) {
      if (backend.health().health() == Health.HEALTHY) {
        failOpen = false;
        break;
      }
    }
    int start = Math.floorMod(turn, all.size());
    Optional<Backend> untried = leastOpen(all, start, failOpen, tried);
    return untried.isPresent() ? untried : leastOpen(all, start, failOpen, List.of());
  }

  private static Optional<Backend> leastOpen(
      List<Backend> all, int start, boolean failOpen, Collection<Backend> not) {
    Optional<Backend> best = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < all.size(); i++) {
      Backend backend = all.get((start + i) % all.size());
      boolean eligible = failOpen || backend.health().health() == Health.HEALTHY;
      if (eligible && backend.open() < least && !not.contains(backend)) {
        least = backend.open();
        best = Optional.of(backend);
      }
    }
    return best;
  }

  private Route of(List<Backend> all, Predicate<Backend> eligible) {
    List<Backend> serving = all.stream().filter(eligible).toList();
    return new Route(
        check,
        weights,
        spread,
        test,
        List.copyOf(all),
        serving.stream().filter(backend -> backend.slot() == Slot.BLUE).toList(),
        serving.stream().filter(backend -> backend.slot() == Slot.GREEN).toList());
  }
}
