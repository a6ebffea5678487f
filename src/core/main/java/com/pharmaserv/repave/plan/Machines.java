package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Stage.Moving;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import com.pharmaserv.repave.plan.Verdict.Stay;
import java.time.Instant;
import java.util.Optional;

/** A candidate that carries traffic must keep the machines that its share needs. */
final class Machines {
  private Machines() {}

  /** Nothing if it has them. */
  static Optional<Verdict> lacking(Turn turn, Moving stage) {
    int share = turn.fleet().routed() ? turn.share(turn.state().to()) : 100;
    int needed = turn.policy().needed(turn.desired(), share);
    int serving = Size.serving(turn.to());
    if (serving >= needed) {
      return stage.lackingSince().map(since -> back(turn, stage));
    }
    Instant since = stage.lackingSince().orElse(turn.now());
    Reason lack = Reason.of(ReasonCode.MACHINES_LACKING, serving, share, needed);
    if (serving == 0 || turn.held(Optional.of(since), turn.bounds().stability())) {
      return Optional.of(new GiveUp(lack, Readiness.unhealthyInService(turn.to())));
    }
    return Optional.of(
        new Stay(
            turn.state().with(stage.lacking(Optional.of(since))),
            Size.follow(turn),
            lack,
            Then.ROLL_BACK,
            Optional.empty()));
  }

  private static Verdict back(Turn turn, Moving stage) {
    return turn.advance(stage.lacking(Optional.empty()), Reason.of(ReasonCode.MACHINES_BACK));
  }

  /** Then what, while traffic may have begun to move. */
  static Then givingUp(Turn turn) {
    return turn.share(turn.state().to()) > 0 ? Then.ROLL_BACK : Then.ABORT;
  }
}
