package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Pace.Pause;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Wait.Then;

/** Nothing moves, but the candidate still follows the active generation's size. */
final class Paused {
  private Paused() {}

  static Verdict verdict(Turn turn) {
    String by = turn.state().pause().map(Pause::by).orElse("nobody");
    return turn.stay(Size.follow(turn), Reason.of(ReasonCode.STAYS_PAUSED, by), Then.GO_BACK);
  }
}
