package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Verdict.Advance;
import com.pharmaserv.repave.plan.Verdict.Stay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One turn's facts, and the questions that every stage asks of them. */
record Turn(Fleet fleet, RolloutState state, Observation seen, Instant now) {

  Turn with(RolloutState next) {
    return new Turn(fleet, next, seen, now);
  }

  Turn with(Stage stage) {
    return with(state.with(stage));
  }

  Policy policy() {
    return fleet.policy();
  }

  Policy.Bounds bounds() {
    return fleet.policy().bounds();
  }

  /** The candidate, as observed. */
  Optional<Generation> to() {
    return seen.fleet().find(state.to().generation());
  }

  /** The generation that was active at the start, as observed. */
  Optional<Generation> from() {
    return state.from().flatMap(p -> seen.fleet().find(p.generation()));
  }

  Weights weights() {
    return seen.fleet().route().map(FleetView.RouteView::weights).orElse(Weights.NONE);
  }

  /** Production share that the placement has, as observed, or was last asked to have. */
  int share(Placement placement) {
    return placement
        .slot()
        .map(slot -> Math.max(weights().share(slot), state.traffic().asked().share(slot)))
        .orElse(0);
  }

  Slot candidateSlot() {
    return state
        .to()
        .slot()
        .orElseThrow(() -> new IllegalStateException("fleet " + fleet.id() + " has no route"));
  }

  /** Whether a shift to that step is the policy's last one. */
  boolean lastStep(int step) {
    return !fleet.routed() || state.from().isEmpty() || step >= policy().steps().size() - 1;
  }

  /** Candidate's share after that step, in percent. */
  int stepPercent(int step) {
    return lastStep(step) ? 100 : policy().steps().get(step);
  }

  /**
   * How many machines the candidate must have: the active generation's live desired count, and once
   * it carries traffic itself never fewer than it has been scaled to. 0 is a number like any other;
   * the file's size is for a fleet that nobody has sized yet.
   */
  int desired() {
    int initial = fleet.capacity().desired();
    Optional<Integer> own = to().map(Generation::desired);
    if (state.promoted()) {
      return own.orElse(initial);
    }
    Optional<Integer> active = from().map(Generation::desired);
    int wanted = working() ? Math.max(own.orElse(0), active.orElse(0)) : active.orElse(0);
    return wanted > 0 || active.isPresent() ? wanted : initial;
  }

  /** Whether the candidate does production work already. */
  boolean working() {
    return fleet.routed() ? share(state.to()) > 0 : !(state.way() instanceof Stage.BeforeTraffic);
  }

  /** Whether this process has just set the generation's settings. */
  boolean configured(Generation generation) {
    return seen.tried().stream()
        .anyMatch(
            t ->
                t.failure().isEmpty()
                    && t.action() instanceof Action.Configure c
                    && c.generation().equals(generation.id()));
  }

  /** The stage's patience is over; it does not run while somebody has paused the rollout. */
  boolean overdue() {
    return state.pause().isEmpty() && !now.isBefore(state.until());
  }

  boolean held(Optional<Instant> since, Duration atLeast) {
    return since.isPresent() && !now.isBefore(since.get().plus(atLeast));
  }

  /** Since when something has held that holds now: since before, or from now on. */
  Optional<Instant> holding(boolean holds, Optional<Instant> since) {
    return holds ? Optional.of(since.orElse(now)) : Optional.empty();
  }

  /** The patience with machines that come: hooks and warm-up of the group are not its fault. */
  Duration launching() {
    return bounds().launch().plus(seen.fleet().delays().starting());
  }

  /** The patience with machines that go: theirs is the time that they were given to end. */
  Span retiring() {
    return span(bounds().retire().plus(seen.fleet().delays().ending()));
  }

  Span span(Duration patience) {
    return Span.of(now, patience);
  }

  Pace pace(Stage.Pausable before, Duration patience) {
    return before.pace().next(span(patience));
  }

  Stay stay(List<Action> actions, Reason what, Then then) {
    return new Stay(state, actions, what, then, Optional.empty());
  }

  Advance advance(Stage next, Reason why) {
    return new Advance(state.with(next), why);
  }

  /** What comes on top of a reason: what the latest action failed with, and the group's trouble. */
  List<Reason> trouble() {
    List<Reason> trouble = new ArrayList<>();
    seen.failure().ifPresent(f -> trouble.add(Reason.of(ReasonCode.LAST_TRY, f.message())));
    to().flatMap(Generation::trouble)
        .ifPresent(text -> trouble.add(Reason.of(ReasonCode.TROUBLE, text)));
    return trouble;
  }
}
