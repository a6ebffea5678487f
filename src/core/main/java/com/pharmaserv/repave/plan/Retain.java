package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Stage.Draining;
import com.pharmaserv.repave.model.Stage.Retaining;
import com.pharmaserv.repave.model.Stage.Retiring;
import com.pharmaserv.repave.model.Wait.Then;
import java.util.Optional;

/** Keeps the previous generation warm and as large as the active one. */
final class Retain {
  private Retain() {}

  static Verdict verdict(Turn turn, Retaining stage) {
    Optional<Verdict> unsettled = Leaving.of(turn).unsettled();
    if (unsettled.isPresent()) {
      return unsettled.get();
    }
    if (turn.overdue()) {
      return turn.advance(
          new Draining(turn.span(turn.bounds().drain()), Optional.empty()),
          Reason.of(ReasonCode.RETENTION_OVER));
    }
    if (turn.from().isEmpty()) {
      return turn.advance(
          new Retiring(turn.retiring(), false), Reason.of(ReasonCode.PREVIOUS_GONE_ALREADY));
    }
    Generation previous = turn.from().get();
    return turn.stay(
        Size.atLeast(turn.from(), turn.desired()),
        Reason.of(ReasonCode.RETAINED, previous.id()),
        Then.DRAIN);
  }
}
