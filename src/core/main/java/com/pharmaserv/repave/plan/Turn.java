package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Change;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Wait;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One turn's facts, the questions that every phase asks of them, and the forms of an answer. */
record Turn(Fleet fleet, RolloutState state, Observation seen, Instant now) {

  Turn with(RolloutState next) {
    return new Turn(fleet, next, seen, now);
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

  /** Whether the policy's last step has been reached. */
  boolean lastStep() {
    return !fleet.routed() || state.from().isEmpty() || state.step() >= policy().steps().size() - 1;
  }

  /** Candidate's share after the current step. */
  int stepPercent() {
    return lastStep() ? 100 : policy().steps().get(state.step());
  }

  /**
   * How many machines the candidate must have: the active generation's live desired count, and once
   * it carries traffic itself never fewer than it has been scaled to.
   */
  int desired() {
    int own = to().map(Generation::desired).orElse(0);
    int active = state.promoted() ? 0 : from().map(Generation::desired).orElse(0);
    boolean working = working();
    int wanted = working ? Math.max(own, active) : active;
    return wanted > 0 ? wanted : fleet.capacity().desired();
  }

  /** Whether the candidate does production work already. */
  boolean working() {
    boolean late = state.phase().compareTo(Phase.SHIFT) >= 0;
    return fleet.routed() ? share(state.to()) > 0 : late;
  }

  /** The phase's patience is over; it does not run while somebody has paused the rollout. */
  boolean overdue() {
    return state.pause().isEmpty() && !now.isBefore(state.until());
  }

  boolean held(Optional<Instant> since, Duration atLeast) {
    return since.isPresent() && !now.isBefore(since.get().plus(atLeast));
  }

  /** Stays in the phase. */
  Decision stay(RolloutState next, List<Action> actions, String what, String then) {
    return stay(
        next,
        actions,
        what,
        then,
        next.pause().map(RolloutState.Pause::until).orElse(next.until()));
  }

  /** Stays beyond the phase's end, to another deadline. */
  Decision stayUntil(Instant until, List<Action> actions, String what, String then) {
    return stay(state, actions, what, then, until);
  }

  private Decision stay(
      RolloutState next, List<Action> actions, String what, String then, Instant until) {
    Wait wait = new Wait(what, next.since(), until, then);
    Instant look = now.plus(bounds().poll());
    boolean deadlineFirst = until.isAfter(now) && until.isBefore(look);
    return new Decision(next, actions, what, Optional.of(wait), deadlineFirst ? until : look);
  }

  Decision stay(List<Action> actions, String what, String then) {
    return stay(state, actions, what, then);
  }

  /** Enters another phase and decides on at once. */
  Decision enter(Change change, Phase phase, Duration patience, String why) {
    RolloutState next = change.phase(phase, now, now.plus(patience)).state();
    return new Decision(next, List.of(), why, Optional.empty(), now);
  }

  Decision enter(Phase phase, Duration patience, String why) {
    return enter(state.change(), phase, patience, why);
  }

  /** What the latest action failed with, as an addition to a sentence; empty if it did not. */
  String trouble() {
    String failed = seen.failure().map(f -> "; last try: " + f.message()).orElse("");
    return failed + to().flatMap(Generation::trouble).map(t -> "; " + t).orElse("");
  }
}
