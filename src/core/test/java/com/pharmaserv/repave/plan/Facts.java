package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Observation.Tried;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.simulation.Scenarios;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Facts that a test sets by hand, and the decisions that follow from them. */
final class Facts {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Settings BEFORE = new Settings(2, 6, new TreeSet<>(), true);

  final Fleet fleet;
  Instant now = START;
  Weights weights = Weights.of(Slot.BLUE, 100);
  Optional<Slot> testSlot = Optional.empty();
  Optional<Generation> active;
  Optional<Generation> candidate = Optional.empty();
  Optional<Probe> probe = Optional.empty();
  Optional<Measurement> measured = Optional.empty();
  Optional<Measurement> measuredActive = Optional.empty();
  Optional<List<Alarm>> alarms = Optional.empty();
  Map<Gate.Command, Check> checks = Map.of();
  boolean blocked;
  Duration unwatched = Duration.ZERO;
  RolloutState state;
  Decision last;
  private final List<Signal> signals = new ArrayList<>();
  private List<Tried> tried = List.of();

  /** A fleet of three machines, with a rollout that has just been opened. */
  Facts(Fleet fleet) {
    this.fleet = fleet;
    Optional<Slot> slot = fleet.routed() ? Optional.of(Slot.BLUE) : Optional.empty();
    this.active = Optional.of(generation(1, slot, Scenarios.OLD, 3, 3, BEFORE));
    this.state = opened(fleet, view());
    this.last =
        new Decision(state, List.of(), Reason.of(ReasonCode.OPENED, "test"), Optional.empty(), now);
  }

  static Facts routed() {
    return new Facts(
        Scenarios.fleet(3, true, Scenarios.policy(false, Duration.ofSeconds(20), 5, 50, 100)));
  }

  /** With these gates beside those on numbers; one step of 50% before the last. */
  static Facts gated(boolean routed, Gate... gates) {
    return new Facts(Scenarios.fleet(3, routed, Scenarios.gated(routed, gates)));
  }

  static Facts withApproval() {
    return new Facts(Scenarios.fleet(3, true, Scenarios.policy(true, Duration.ofSeconds(20), 100)));
  }

  private static RolloutState opened(Fleet fleet, FleetView view) {
    Opening opening =
        Opening.open(
            fleet, image(Scenarios.NEW), view, Optional.empty(), List.of(), "test", false, START);
    return ((Opening.Opened) opening).state();
  }

  static Image image(ImageId id) {
    return new Image(id, "app", "1", "test", START, new TreeMap<>(), Optional.empty());
  }

  /** A generation with that many healthy machines, spread over the zones. */
  static Generation generation(
      int number, Optional<Slot> slot, ImageId image, int desired, int healthy, Settings settings) {
    List<Machine> machines = new ArrayList<>();
    for (int i = 0; i < desired; i++) {
      Health health = i < healthy ? Health.HEALTHY : Health.UNHEALTHY;
      String zone = Scenarios.ZONES.get(i % Scenarios.ZONES.size());
      machines.add(new Machine("m" + number + "-" + i, zone, Lifecycle.IN_SERVICE, health));
    }
    return new Generation(
        new GenerationId(Scenarios.FLEET, number),
        slot,
        image,
        desired,
        settings,
        machines,
        0,
        Optional.empty(),
        new RolloutId(Scenarios.FLEET, number));
  }

  void candidate(int desired, int healthy) {
    Optional<Slot> slot = fleet.routed() ? Optional.of(Slot.GREEN) : Optional.empty();
    Settings settings = new Settings(0, 6, new TreeSet<>(), false);
    candidate =
        Optional.of(
            generation(
                state.to().generation().number(), slot, Scenarios.NEW, desired, healthy, settings));
  }

  void active(int desired, int healthy) {
    Optional<Slot> slot = fleet.routed() ? Optional.of(Slot.BLUE) : Optional.empty();
    active = Optional.of(generation(1, slot, Scenarios.OLD, desired, healthy, BEFORE));
  }

  /** The active generation gets these settings. */
  void configureActive(Settings settings) {
    Generation old = active.orElseThrow();
    active =
        Optional.of(
            new Generation(
                old.id(),
                old.slot(),
                old.image(),
                old.desired(),
                settings,
                old.machines(),
                old.openRequests(),
                old.trouble(),
                old.rollout()));
  }

  FleetView view() {
    List<Generation> all = new ArrayList<>();
    active.ifPresent(all::add);
    candidate.ifPresent(all::add);
    Optional<RouteView> route =
        fleet.routed() ? Optional.of(new RouteView(weights, testSlot)) : Optional.empty();
    return new FleetView(now, route, all);
  }

  void measured(long requests, long failures, Duration p99) {
    measured = Optional.of(new Measurement(state.since(), now, requests, failures, p99, p99));
  }

  Facts after(Duration span) {
    now = now.plus(span);
    return this;
  }

  Facts after(int seconds) {
    return after(Duration.ofSeconds(seconds));
  }

  void post(Signal.Kind kind) {
    post(kind, "");
  }

  void post(Signal.Kind kind, String text) {
    signals.add(new Signal(signals.size() + 1L, kind, "anna", text, now));
  }

  /** The facts as a turn has them. */
  Turn turn() {
    return new Turn(fleet, state, seen(), now);
  }

  private Observation seen() {
    return new Observation(
        view(),
        measured,
        measuredActive,
        probe,
        alarms,
        checks,
        blocked,
        signals,
        unwatched,
        tried);
  }

  /** Decides once; the actions count as carried out without a failure. */
  Decision decide() {
    last = new RolloutDecider().decide(fleet, state, seen(), now);
    state = last.next();
    tried = last.actions().stream().map(a -> new Tried(a, Optional.empty())).toList();
    return last;
  }

  /** Why the latest decision was made, in the words that people read. */
  String why() {
    return Sentences.of(last.why());
  }

  /** Why the rollout does not go forward, in words. */
  String cause() {
    return Sentences.cause(state).orElse("none");
  }

  /** As if the latest actions had failed so. */
  void failed(Failure.Kind kind) {
    Failure failure = new Failure(kind, "because");
    tried = last.actions().stream().map(a -> new Tried(a, Optional.of(failure))).toList();
  }

  /** As if the process had been restarted since. */
  void restarted() {
    tried = List.of();
  }

  /** Decides until nothing changes at this instant; returns everything that was asked for. */
  List<Action> settle() {
    List<Action> actions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RolloutState before = state;
      List<Action> more = decide().actions();
      actions.addAll(more);
      if (state.equals(before) && actions.containsAll(more) && i > 2) {
        return actions;
      }
      if (state.ended() || state.course() == Course.HALT) {
        return actions;
      }
    }
    return actions;
  }

  /** A healthy candidate that has passed everything up to the phase, with weights as asked. */
  Facts upTo(Phase phase) {
    candidate(3, 3);
    probe = Optional.of(new Probe(true, "200"));
    testSlot = Optional.of(Slot.GREEN);
    for (int i = 0; i < 400 && state.phase().compareTo(phase) < 0; i++) {
      decide();
      if (state.phase() == Phase.SOAK) {
        measured(1000, 0, Duration.ofMillis(10));
      }
      weights = fleet.routed() ? state.traffic().asked() : weights;
      now = now.plusMillis(500);
    }
    if (state.phase() != phase) {
      throw new IllegalStateException("never came to " + phase + ", but to " + state.phase());
    }
    return this;
  }
}
