package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Stage.Launching;
import com.pharmaserv.repave.model.Stage.Preparing;
import com.pharmaserv.repave.model.Undo;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.Advance;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import com.pharmaserv.repave.plan.Verdict.Stay;
import java.util.List;
import java.util.Optional;

/** Pins the active generation's capacity, remembering how to undo that. */
final class Prepare {
  private Prepare() {}

  static Verdict verdict(Turn turn, Preparing stage) {
    Optional<Generation> stranger = stranger(turn);
    if (stranger.isPresent()) {
      return new GiveUp(
          Reason.of(ReasonCode.SLOT_OCCUPIED, turn.candidateSlot(), stranger.get().id()), false);
    }
    if (turn.state().from().isEmpty()) {
      return launch(turn, stage, Reason.of(ReasonCode.NOTHING_ACTIVE_YET));
    }
    Placement from = turn.state().from().get();
    if (turn.from().isEmpty()) {
      return new GiveUp(
          Reason.of(ReasonCode.ACTIVE_MISSING, from.generation()).and(turn.trouble()), false);
    }
    if (turn.overdue()) {
      return new GiveUp(Reason.of(ReasonCode.NOT_PINNED).and(turn.trouble()), false);
    }
    Generation active = turn.from().get();
    Undo undo =
        turn.state()
            .undo()
            .orElseGet(
                () -> new Undo(active.settings(), pinned(active.settings(), active.desired())));
    Action pin = new Configure(active.id(), undo.applied(active.settings()));
    return turn.seen().done(pin)
        ? launch(turn, stage, Reason.of(ReasonCode.PINNED, active.id()))
        : new Stay(
            turn.state().with(undo),
            List.of(pin),
            Reason.of(ReasonCode.PINNING, active.id(), active.desired()),
            Then.ABORT,
            Optional.empty());
  }

  private static Advance launch(Turn turn, Preparing stage, Reason why) {
    return turn.advance(new Launching(turn.pace(stage, turn.launching()), stage.approved()), why);
  }

  /** What stands in the candidate's slot and is not the candidate. */
  private static Optional<Generation> stranger(Turn turn) {
    Placement to = turn.state().to();
    return to.slot()
        .flatMap(slot -> turn.seen().fleet().in(slot))
        .filter(g -> !g.id().equals(to.generation()));
  }

  private static Settings pinned(Settings before, int desired) {
    return before.withMin(Math.max(before.min(), desired)).withGuarded(true);
  }
}
