package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.RolloutState.Traffic;
import com.pharmaserv.repave.model.Weights;
import java.util.List;
import java.util.Optional;

/**
 * Compares the production weights with what this rollout asked for.
 *
 * <p>Weights count as confirmed only when this process has set them successfully and then read them
 * back: a matching observation alone may be stale and older than a write whose answer was lost.
 */
final class Route {
  private Route() {}

  /** Takes note of what the route says. */
  static Turn read(Turn turn) {
    if (!turn.fleet().routed()) {
      return turn;
    }
    Traffic traffic = turn.state().traffic();
    boolean asAsked = turn.weights().equals(traffic.asked());
    if (!traffic.confirmed()) {
      boolean set =
          turn.seen().tried().stream()
              .anyMatch(
                  t ->
                      t.failure().isEmpty()
                          && t.action() instanceof ShiftTraffic shift
                          && shift.weights().equals(traffic.asked()));
      return asAsked && set ? turn.with(turn.state().change().confirmed().state()) : turn;
    }
    if (asAsked == traffic.strangeSince().isEmpty()) {
      return turn;
    }
    Optional<java.time.Instant> since = asAsked ? Optional.empty() : Optional.of(turn.now());
    return turn.with(turn.state().change().strangeSince(since).state());
  }

  /** Holds still while the weights are not ours, and halts if they stay so. */
  static Optional<Decision> strange(Turn turn) {
    if (!turn.fleet().routed()) {
      return Optional.empty();
    }
    Traffic traffic = turn.state().traffic();
    boolean somebodyElse = !traffic.known().contains(turn.weights());
    boolean lasting = turn.held(traffic.strangeSince(), turn.bounds().shift());
    if (somebodyElse || lasting) {
      return Optional.of(
          Back.halt(
              turn,
              "somebody else set the weights to "
                  + turn.weights()
                  + " (Repave had set "
                  + traffic.asked()
                  + "); not overwriting them"));
    }
    if (traffic.strangeSince().isPresent()) {
      return Optional.of(
          turn.stay(
              List.of(),
              "the route to show " + traffic.asked() + " again; it shows " + turn.weights(),
              "halt"));
    }
    return Optional.empty();
  }

  /** Asks for the weights; again and again until they are confirmed. */
  static ShiftTraffic ask(Turn turn, Weights wanted) {
    return new ShiftTraffic(/* expected= */ turn.weights(), /* weights= */ wanted);
  }

  static RolloutState asking(Turn turn, Weights wanted) {
    boolean asked = turn.state().traffic().asked().equals(wanted);
    return asked ? turn.state() : turn.state().change().asked(wanted).state();
  }

  static boolean confirmed(Turn turn, Weights wanted) {
    return turn.state().traffic().confirmed() && turn.state().traffic().asked().equals(wanted);
  }
}
