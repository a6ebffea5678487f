package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Undo;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.Finish;
import com.pharmaserv.repave.plan.Verdict.Stay;
import com.pharmaserv.repave.plan.Verdict.Stop;
import java.util.List;
import java.util.Optional;

/** The end of the way back: the image is blocked if it is at fault, and settings are put back. */
final class Restore {
  private Restore() {}

  static Verdict verdict(Turn turn, Stage.Back stage) {
    if (turn.overdue()) {
      return new Stop(Reason.of(ReasonCode.NOT_RESTORED).and(turn.trouble()));
    }
    if (stage.retreat().blames() && !turn.seen().blocked()) {
      Reason what = Reason.of(ReasonCode.IMAGE_BLOCKING, turn.state().to().image());
      return turn.stay(List.of(), what, Then.HALT);
    }
    Finish finish = new Finish(stage, stage.retreat().cause());
    if (turn.state().undo().isEmpty() || turn.from().isEmpty()) {
      return finish;
    }
    Undo undo = turn.state().undo().get();
    Generation from = turn.from().get();
    Settings restored = undo.restored(from.settings());
    return restored.equals(from.settings()) && turn.configured(from)
        ? finish
        : restoring(turn, from, restored);
  }

  /**
   * Gives automation that was handed over back before the candidate is emptied: what is due in
   * between would fire on nobody.
   */
  static Optional<Verdict> automation(Turn turn, Generation leaving) {
    boolean handedOver = !leaving.settings().automation().isEmpty();
    if (!handedOver || turn.state().undo().isEmpty() || turn.from().isEmpty()) {
      return Optional.empty();
    }
    Generation from = turn.from().get();
    Settings restored = turn.state().undo().get().restored(from.settings());
    return turn.configured(from) ? Optional.empty() : Optional.of(restoring(turn, from, restored));
  }

  private static Stay restoring(Turn turn, Generation from, Settings restored) {
    return new Stay(
        turn.state(),
        List.of(new Configure(from.id(), restored)),
        Reason.of(ReasonCode.RESTORING, from.id()).and(turn.trouble()),
        Then.HALT,
        Optional.empty());
  }
}
