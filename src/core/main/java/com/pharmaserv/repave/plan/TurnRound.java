package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Retreat;
import com.pharmaserv.repave.model.Retreat.Way;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import java.util.Optional;

/** Leaving the forward course: where to, and when neither way is safe. */
final class TurnRound {
  private TurnRound() {}

  /**
   * The state that follows from giving the candidate up: back to the generation that was active,
   * or, before any traffic, straight to retiring the candidate. A first rollout has nothing to go
   * back to: it halts, and what a person then says is obeyed.
   */
  static RolloutState next(Turn before, Reason cause, boolean blames) {
    boolean halted = before.state().halted();
    Turn turn = halted ? before.with(Route.accepted(before)) : before;
    RolloutState state = turn.state();
    boolean fault = blames || state.blames();
    if (untouched(turn)) {
      return state.with(
          new Stage.RetiringBack(turn.retiring(), new Retreat(Way.ABORT, cause, fault), false));
    }
    Optional<Placement> from = state.from();
    if (from.isEmpty() && !halted) {
      return state.with(
          new Stage.Halted(state.way(), cause.and(Reason.of(ReasonCode.NO_WAY_BACK))));
    }
    Way way = from.isEmpty() ? Way.ABORT : Way.ROLL_BACK;
    return state.with(
        new Stage.ShiftingBack(turn.span(turn.bounds().shift()), new Retreat(way, cause, fault)));
  }

  /**
   * Whether the candidate has never done production work, for certain, and whatever others did to
   * the route, the generation that was active has it all.
   */
  private static boolean untouched(Turn turn) {
    RolloutState state = turn.state();
    if (state.from().isPresent() && turn.fleet().routed() && turn.share(state.from().get()) < 100) {
      return false;
    }
    boolean worked = !turn.fleet().routed() && !(state.way() instanceof Stage.BeforeTraffic);
    return turn.share(state.to()) == 0 && !worked && !Route.unconfirmed(turn);
  }
}
