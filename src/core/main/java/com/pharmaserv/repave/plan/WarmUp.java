package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Stage.Verifying;
import com.pharmaserv.repave.model.Stage.WarmingUp;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import java.time.Duration;
import java.util.Optional;

/** Waits until all machines of the candidate have been healthy for a stability window. */
final class WarmUp {
  private WarmUp() {}

  static Verdict verdict(Turn turn, WarmingUp stage) {
    Duration stability = turn.bounds().stability();
    if (turn.held(stage.stableSince(), stability)) {
      return turn.advance(
          new Verifying(
              turn.pace(stage, turn.bounds().verify()),
              stage.approved(),
              stage.stableSince(),
              Optional.empty()),
          Reason.of(ReasonCode.STABLE, stability));
    }
    // Machines that are well now are not given up: their time is over once one is not.
    if (turn.overdue() && stage.stableSince().isEmpty()) {
      return new GiveUp(Readiness.late(turn), Readiness.unhealthyInService(turn.to()));
    }
    Reason what = Readiness.notReadyLongEnough(turn).and(turn.trouble());
    return turn.stay(Size.follow(turn), what, Then.ABORT);
  }
}
