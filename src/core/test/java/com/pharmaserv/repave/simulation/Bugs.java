package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Observation.Tried;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.plan.RolloutDecider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Deciders with a bug. Each either sees the world wrongly or changes what the right decider
 * answers, so that no bug knows how the right one works. Those from {@link #backBlindly} on were
 * real ones once.
 */
final class Bugs {
  private static final Decider RIGHT = new RolloutDecider();

  private Bugs() {}

  /** One turn, as a bug gets it. */
  record Turn(Fleet fleet, RolloutState state, Observation seen, Instant now) {
    boolean in(Course course, Phase phase) {
      return state.course() == course && state.phase() == phase;
    }

    Optional<GenerationId> from() {
      return state.from().map(Placement::generation);
    }

    /** The generation that was active at the start, as observed. */
    Optional<Generation> active() {
      return from().flatMap(seen.fleet()::find);
    }
  }

  /** Changes the right answer. */
  interface Answering {
    Decision answer(Turn turn, Decision right);
  }

  /** Changes what the right decider sees. */
  interface Seeing {
    Observation see(Turn turn);
  }

  static Decider after(Answering bug) {
    return (fleet, state, seen, now) ->
        bug.answer(new Turn(fleet, state, seen, now), RIGHT.decide(fleet, state, seen, now));
  }

  private static Decider seeing(Seeing bug) {
    return (fleet, state, seen, now) ->
        RIGHT.decide(fleet, state, bug.see(new Turn(fleet, state, seen, now)), now);
  }

  /** The active generation is made smaller right before traffic moves. */
  static Decider shrunkBeforeTheShift() {
    return after(
        (turn, right) ->
            turn.state().course() == Course.FORWARD && shifts(right) && turn.from().isPresent()
                ? before(right, new Resize(turn.from().get(), 1))
                : right);
  }

  /** The test route is taken for pointed and passed whatever it answers. */
  static Decider verifyingNothing() {
    return seeing(
        turn -> {
          Optional<RouteView> pointed =
              turn.seen()
                  .fleet()
                  .route()
                  .map(route -> new RouteView(route.weights(), turn.state().to().slot()));
          return turn.in(Course.FORWARD, Phase.VERIFY)
              ? seen(
                  turn.seen(),
                  new FleetView(turn.now(), pointed, turn.seen().fleet().generations()),
                  Optional.of(new Probe(true, "bug")),
                  turn.seen().tried())
              : turn.seen();
        });
  }

  /** The previous generation is taken for retired as soon as that begins. */
  static Decider forgettingThePreviousGeneration() {
    return seeing(
        turn ->
            turn.in(Course.FORWARD, Phase.RETIRE) && turn.from().isPresent()
                ? done(turn.seen(), new RetireGeneration(turn.from().get()))
                : turn.seen());
  }

  /** Settings are taken for restored as soon as that begins. */
  static Decider restoringNothing() {
    return seeing(
        turn -> {
          if (!turn.in(Course.ROLL_BACK, Phase.RETIRE) || turn.state().undo().isEmpty()) {
            return turn.seen();
          }
          Settings before = turn.state().undo().get().before();
          FleetView restored =
              turn.active()
                  .map(active -> with(turn.seen().fleet(), configured(active, before)))
                  .orElse(turn.seen().fleet());
          Observation wrong = seen(turn.seen(), restored, turn.seen().probe(), turn.seen().tried());
          return done(wrong, new Configure(turn.from().orElseThrow(), before));
        });
  }

  /** The candidate has the automation from its launch, while the active generation has it. */
  static Decider automatingTwice() {
    return after(
        (turn, right) ->
            changed(
                right,
                action ->
                    action instanceof LaunchGeneration l && turn.active().isPresent()
                        ? launched(l, turn.active().get().settings().automation())
                        : action));
  }

  private static Action launched(LaunchGeneration l, Automation automation) {
    return new LaunchGeneration(
        l.generation(),
        l.slot(),
        l.image(),
        l.desired(),
        l.settings().withAutomation(automation),
        l.rollout(),
        l.like());
  }

  /** The automation comes off the active generation before the candidate gets it. */
  static Decider automatingNobody() {
    return after(
        (turn, right) ->
            turn.in(Course.FORWARD, Phase.PROMOTE) && turn.active().isPresent()
                ? before(
                    right,
                    new Configure(
                        turn.from().orElseThrow(),
                        turn.active().get().settings().withoutAutomation()))
                : right);
  }

  /** What others put at the fleet is not seen. */
  static Decider overlookingOthers() {
    return seeing(
        turn ->
            seen(
                turn.seen(),
                turn.seen().fleet().with(List.of()),
                turn.seen().probe(),
                turn.seen().tried()));
  }

  /** Automation gets lost with the hand-over. */
  static Decider automatingNothing() {
    return after(
        (turn, right) ->
            changed(
                right,
                action ->
                    action instanceof Configure c
                        ? new Configure(c.generation(), c.settings().withoutAutomation())
                        : action));
  }

  /** Warm-up goes on for ever. */
  static Decider neverWarm() {
    return after(
        (turn, right) ->
            turn.in(Course.FORWARD, Phase.WARM_UP)
                ? new Decision(
                    turn.state(),
                    List.of(),
                    right.why(),
                    right.waiting(),
                    turn.now().plusSeconds(1))
                : right);
  }

  /** Traffic goes back without a look at the generation that is to take it. */
  static Decider backBlindly() {
    return after(
        (turn, right) -> {
          Optional<Slot> slot = turn.state().from().flatMap(Placement::slot);
          boolean holdsStill = turn.in(Course.ROLL_BACK, Phase.SHIFT) && !shifts(right);
          Optional<Weights> weights = turn.seen().fleet().route().map(RouteView::weights);
          return holdsStill && slot.isPresent() && weights.isPresent()
              ? before(right, new ShiftTraffic(weights.get(), Weights.of(slot.get(), 100)))
              : right;
        });
  }

  /** Going back puts the settings of the beginning back, over what a person has changed since. */
  static Decider overwritingEdits() {
    return after(
        (turn, right) ->
            changed(
                right,
                action ->
                    action instanceof Configure c
                            && turn.from().equals(Optional.of(c.generation()))
                            && turn.state().course() != Course.FORWARD
                            && turn.state().undo().isPresent()
                        ? new Configure(c.generation(), turn.state().undo().get().before())
                        : action));
  }

  /** What was tried is taken for done. */
  static Decider trustingEveryCall() {
    return seeing(
        turn ->
            seen(
                turn.seen(),
                turn.seen().fleet(),
                turn.seen().probe(),
                turn.seen().tried().stream()
                    .map(tried -> new Tried(tried.action(), Optional.empty()))
                    .toList()));
  }

  /** The active generation goes as soon as it has no traffic, before anything is promoted. */
  static Decider emptyingTheActive() {
    return after(
        (turn, right) ->
            turn.in(Course.FORWARD, Phase.SOAK)
                    && turn.active().flatMap(Generation::slot).isPresent()
                    && turn.seen()
                            .fleet()
                            .route()
                            .orElseThrow()
                            .weights()
                            .share(turn.active().orElseThrow().slot().orElseThrow())
                        == 0
                ? before(right, new Resize(turn.from().orElseThrow(), 0))
                : right);
  }

  /** The active generation's figures are not looked at. */
  static Decider blamingAlone() {
    return seeing(turn -> measured(turn.seen(), turn.seen().candidate(), Optional.empty()));
  }

  /** Failed requests are not counted. */
  static Decider countingNoFailures() {
    return seeing(
        turn ->
            measured(
                turn.seen(),
                turn.seen()
                    .candidate()
                    .map(
                        m ->
                            new Measurement(
                                m.since(), m.until(), m.requests(), 0, m.p50(), m.p99())),
                turn.seen().active()));
  }

  private static Observation measured(
      Observation seen, Optional<Measurement> candidate, Optional<Measurement> active) {
    return new Observation(
        seen.fleet(),
        candidate,
        active,
        seen.probe(),
        seen.alarms(),
        seen.checks(),
        seen.blocked(),
        seen.signals(),
        seen.unwatched(),
        seen.tried());
  }

  private static boolean shifts(Decision decision) {
    return decision.actions().stream().anyMatch(ShiftTraffic.class::isInstance);
  }

  private static Decision before(Decision decision, Action more) {
    List<Action> actions = new ArrayList<>(List.of(more));
    actions.addAll(decision.actions());
    return with(decision, actions);
  }

  private static Decision changed(Decision decision, UnaryOperator<Action> change) {
    return with(decision, decision.actions().stream().map(change).toList());
  }

  private static Decision with(Decision decision, List<Action> actions) {
    return new Decision(
        decision.next(), actions, decision.why(), decision.waiting(), decision.lookAgain());
  }

  private static Observation done(Observation seen, Action action) {
    List<Tried> tried = new ArrayList<>(seen.tried());
    tried.add(new Tried(action, Optional.empty()));
    return seen(seen, seen.fleet(), seen.probe(), tried);
  }

  private static Observation seen(
      Observation seen, FleetView fleet, Optional<Probe> probe, List<Tried> tried) {
    return new Observation(
        fleet,
        seen.candidate(),
        seen.active(),
        probe,
        seen.alarms(),
        seen.checks(),
        seen.blocked(),
        seen.signals(),
        seen.unwatched(),
        tried);
  }

  private static FleetView with(FleetView view, Generation changed) {
    List<Generation> all =
        view.generations().stream().map(g -> g.id().equals(changed.id()) ? changed : g).toList();
    return new FleetView(view.at(), view.route(), all);
  }

  private static Generation configured(Generation old, Settings settings) {
    return new Generation(
        old.id(),
        old.slot(),
        old.image(),
        old.desired(),
        settings,
        old.machines(),
        old.openRequests(),
        old.trouble(),
        old.rollout());
  }
}
