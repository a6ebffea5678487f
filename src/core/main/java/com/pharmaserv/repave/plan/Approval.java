package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Stage.Shifting;
import com.pharmaserv.repave.model.Stage.Verified;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import java.time.Duration;
import java.util.Optional;

/** Lets a verified candidate go on to traffic, after a person's judgment if the policy asks. */
final class Approval {
  private Approval() {}

  static Verdict verdict(Turn turn, Verified stage) {
    if (turn.policy().approval() && !stage.approved()) {
      if (turn.overdue()) {
        Duration waited = Duration.between(stage.span().since(), turn.now());
        return new GiveUp(Reason.of(ReasonCode.NOBODY_APPROVED, waited), false);
      }
      return turn.stay(Size.follow(turn), Reason.of(ReasonCode.APPROVAL_AWAITED), Then.ABORT);
    }
    if (turn.state().pause().isPresent()) {
      return Paused.verdict(turn);
    }
    return turn.advance(
        new Shifting(
            turn.pace(stage, turn.bounds().shift()), 0, stage.stableSince(), Optional.empty()),
        Reason.of(ReasonCode.READY_FOR_TRAFFIC));
  }
}
