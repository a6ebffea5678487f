package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.RolloutState.Traffic;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Verdict.Stay;
import com.pharmaserv.repave.plan.Verdict.Stop;
import java.util.ArrayList;
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
      return asAsked && set(turn, traffic.asked())
          ? turn.with(turn.state().with(traffic.readBack()))
          : turn;
    }
    return asAsked == traffic.strangeSince().isEmpty()
        ? turn
        : turn.with(turn.state().with(traffic.strange(turn.holding(!asAsked, Optional.empty()))));
  }

  /** Whether this process has just set these weights. */
  private static boolean set(Turn turn, Weights weights) {
    return turn.seen().tried().stream()
        .anyMatch(
            t ->
                t.failure().isEmpty()
                    && t.action() instanceof ShiftTraffic shift
                    && shift.weights().equals(weights));
  }

  /** Holds still while the weights are not ours, and halts if they stay so. */
  static Optional<Verdict> strange(Turn turn) {
    if (!turn.fleet().routed()) {
      return Optional.empty();
    }
    Traffic traffic = turn.state().traffic();
    boolean somebodyElse = !traffic.known().contains(turn.weights());
    boolean lasting = turn.held(traffic.strangeSince(), turn.bounds().shift());
    if (somebodyElse || lasting) {
      return Optional.of(
          new Stop(
              Reason.of(ReasonCode.WEIGHTS_CHANGED_BY_SOMEBODY, turn.weights(), traffic.asked())));
    }
    return traffic
        .strangeSince()
        .map(
            since ->
                turn.stay(
                    List.of(),
                    Reason.of(ReasonCode.WEIGHTS_STRANGE, turn.weights(), traffic.asked()),
                    Then.HALT));
  }

  /** Asks for the weights, after the other actions; again and again until they are confirmed. */
  static Stay ask(Turn turn, Weights wanted, List<Action> first, Then then) {
    RolloutState asking = turn.state().with(turn.state().traffic().asking(wanted));
    List<Action> actions = new ArrayList<>(first);
    actions.add(new ShiftTraffic(/* expected= */ turn.weights(), /* weights= */ wanted));
    Reason what = Reason.of(ReasonCode.ROUTE_CHANGING, wanted).and(turn.trouble());
    return new Stay(asking, actions, what, then, Optional.empty());
  }

  static boolean confirmed(Turn turn, Weights wanted) {
    return turn.state().traffic().confirmed() && turn.state().traffic().asked().equals(wanted);
  }

  /** Whether weights were asked for that nobody has read back yet. */
  static boolean unconfirmed(Turn turn) {
    return turn.fleet().routed() && !turn.state().traffic().confirmed();
  }

  /** Takes the weights that are read now as the ones to go on from. */
  static RolloutState accepted(Turn turn) {
    RolloutState state = turn.state();
    return turn.fleet().routed() ? state.with(state.traffic().accepting(turn.weights())) : state;
  }
}
