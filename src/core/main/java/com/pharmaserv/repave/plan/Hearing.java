package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Change;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.RolloutState.Pause;
import com.pharmaserv.repave.model.RolloutState.Traffic;
import com.pharmaserv.repave.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hears one signal a turn. A signal that no longer applies is consumed and answered in words. */
final class Hearing {
  private Hearing() {}

  static Optional<Decision> hear(Turn turn) {
    return turn.seen().signals().stream()
        .filter(signal -> signal.number() > turn.state().signalSeen())
        .findFirst()
        .map(signal -> hear(turn, signal));
  }

  private static Decision hear(Turn before, Signal signal) {
    RolloutState seen = before.state().change().signalSeen(signal.number()).state();
    Turn turn = before.with(seen);
    String who = signal.by() + (signal.text().isBlank() ? "" : " (" + signal.text() + ")");
    return switch (signal.kind()) {
      case PAUSE -> pause(turn, signal, who);
      case RESUME -> resume(turn, who);
      case ABORT -> Back.turnRound(turn, "aborted by " + who, false);
      case ROLL_BACK -> Back.turnRound(turn, "rolled back by " + who, false);
      case APPROVE -> now(turn, turn.state().change().approved(true).state(), "approved by " + who);
      case REJECT -> reject(turn, who);
      case RELEASE -> release(turn, who);
    };
  }

  private static Decision pause(Turn turn, Signal signal, String who) {
    boolean forward = turn.state().course() == Course.FORWARD;
    boolean early = turn.state().phase().compareTo(Phase.PROMOTE) < 0;
    if (!forward || !early || turn.state().pause().isPresent()) {
      return now(turn, turn.state(), "nothing to pause for " + who);
    }
    Instant until = turn.now().plus(turn.bounds().pause());
    Pause pause = new Pause(signal.by(), turn.now(), until);
    return now(turn, turn.state().change().pause(Optional.of(pause)).state(), "paused by " + who);
  }

  private static Decision resume(Turn turn, String who) {
    RolloutState state = turn.state();
    if (state.course() == Course.HALT) {
      return resumeHalted(turn, who);
    }
    if (state.pause().isEmpty()) {
      return now(turn, state, "nothing to resume for " + who);
    }
    Duration away = Duration.between(state.pause().get().since(), turn.now());
    Change change = state.change().pause(Optional.empty()).until(state.until().plus(away));
    return now(turn, change.state(), "resumed by " + who);
  }

  /**
   * Goes on the way it went before it halted, from the route as it is now. If the weights are no
   * longer those of its step, it sets them again: this time a person has asked for it.
   */
  private static Decision resumeHalted(Turn turn, String who) {
    RolloutState state = turn.state();
    Course before = state.cause().map(RolloutState.Cause::before).orElse(Course.FORWARD);
    Change change = state.change().course(before);
    if (before == Course.FORWARD) {
      change.cause(Optional.empty());
    }
    boolean shifted = state.phase() == Phase.SOAK || state.phase() == Phase.PROMOTE;
    Phase phase = before == Course.FORWARD && shifted ? Phase.SHIFT : state.phase();
    Duration patience = Duration.between(state.since(), state.until());
    boolean none = patience.isZero() || patience.isNegative() || phase != state.phase();
    RolloutState next = accept(turn, change.state());
    return now(
        turn,
        next.change()
            .phase(phase, turn.now(), turn.now().plus(none ? turn.bounds().shift() : patience))
            .state(),
        "resumed by " + who);
  }

  /** Takes the weights that are read now as the ones to go on from. */
  static RolloutState accept(Turn turn, RolloutState state) {
    if (!turn.fleet().routed()) {
      return state;
    }
    List<com.pharmaserv.repave.model.Weights> known = new ArrayList<>(state.traffic().known());
    if (!known.contains(turn.weights())) {
      known.add(turn.weights());
    }
    Traffic traffic = new Traffic(turn.weights(), true, Optional.empty(), known);
    return state.change().traffic(traffic).state();
  }

  private static Decision reject(Turn turn, String who) {
    boolean waiting =
        turn.state().course() == Course.FORWARD && turn.state().phase().compareTo(Phase.SHIFT) < 0;
    return waiting
        ? Back.turnRound(turn, "rejected by " + who, false)
        : now(turn, turn.state(), "nothing to reject for " + who);
  }

  private static Decision release(Turn turn, String who) {
    if (turn.state().course() != Course.FORWARD || turn.state().phase() != Phase.RETAIN) {
      return now(turn, turn.state(), "nothing to release for " + who);
    }
    return now(turn, turn.state().change().until(turn.now()).state(), "retention ended by " + who);
  }

  private static Decision now(Turn turn, RolloutState next, String why) {
    return new Decision(next, List.of(), why, Optional.empty(), turn.now());
  }
}
