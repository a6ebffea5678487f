package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Wait;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A fleet of three machines, what is seen of it, and decisions on it. */
final class Scenes {
  static final FleetId ID = new FleetId("local-eu", "hello");
  static final List<String> ZONES = List.of("local-eu-a", "local-eu-b", "local-eu-c");
  static final Fleet FLEET =
      new Fleet(
          ID,
          "hello",
          new Capacity(3, 3, 6),
          ZONES,
          Optional.of(new Fleet.Route("hello.localhost", "/")),
          new Policy(
              List.of(5, 25, 100),
              Duration.ofSeconds(3),
              Duration.ofSeconds(3),
              80,
              false,
              List.of(),
              Policy.Bounds.DEFAULT));

  private Scenes() {}

  static Look look(boolean live, boolean colour, int width) {
    return new Look(live, colour, true, width, ZoneOffset.UTC);
  }

  static FleetView view(Instant at, RolloutState state, Weights weights, int healthy) {
    List<Generation> generations = new ArrayList<>();
    state.from().ifPresent(from -> generations.add(generation(from, state, 3)));
    generations.add(generation(state.to(), state, healthy));
    return new FleetView(
        at, Optional.of(new FleetView.RouteView(weights, Optional.of(Slot.GREEN))), generations);
  }

  static Generation generation(Placement placement, RolloutState state, int healthy) {
    List<Machine> machines = new ArrayList<>();
    for (int i = 0; i < ZONES.size(); i++) {
      Health health = i < healthy ? Health.HEALTHY : Health.INITIAL;
      machines.add(new Machine("m-" + i, ZONES.get(i), Lifecycle.IN_SERVICE, health));
    }
    return new Generation(
        placement.generation(),
        placement.slot(),
        placement.image(),
        3,
        new Settings(3, 6, new TreeSet<>(), false),
        machines,
        0,
        Optional.empty(),
        state.id());
  }

  static Decision waits(RolloutState state, String what, Then then, Action... actions) {
    return waits(state, said(what), then, actions);
  }

  static Decision waits(RolloutState state, Reason what, Then then, Action... actions) {
    Wait wait = new Wait(what, state.since(), Optional.of(state.until()), then);
    return new Decision(state, List.of(actions), what, Optional.of(wait), state.until());
  }

  static Decision moves(RolloutState state, String why) {
    return moves(state, said(why));
  }

  static Decision moves(RolloutState state, Reason why) {
    return new Decision(state, List.of(), why, Optional.empty(), state.since());
  }

  /** A reason of which only the words count. */
  static Reason said(String words) {
    return Reason.of(ReasonCode.SAID, words);
  }
}
