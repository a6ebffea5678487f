package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stage.Shifting;
import com.pharmaserv.repave.model.Stage.Soaking;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Verdict.Advance;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import com.pharmaserv.repave.plan.Verdict.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Moves one step's share, once the candidate has shown again that it can carry it. */
final class Shift {
  private Shift() {}

  static Verdict verdict(Turn turn, Shifting stage) {
    if (!turn.fleet().routed()) {
      return soak(turn, stage, Reason.of(ReasonCode.NO_ROUTE_TO_SHIFT));
    }
    Optional<Verdict> lacking = Machines.lacking(turn, stage);
    if (lacking.isPresent()) {
      return lacking.get();
    }
    Optional<Reason> alarm = Conditions.firing(turn);
    if (alarm.isPresent()) {
      return new GiveUp(alarm.get(), turn.share(turn.state().to()) > 0);
    }
    int percent = turn.stepPercent(stage.step());
    Weights wanted = Weights.of(turn.candidateSlot(), percent);
    if (Route.confirmed(turn, wanted)) {
      return soak(
          turn,
          stage,
          Reason.of(ReasonCode.SHARE_SHIFTED, percent, turn.state().to().generation()));
    }
    Optional<Verdict> tooMuch = tooMuch(turn, wanted);
    if (tooMuch.isPresent()) {
      return tooMuch.get();
    }
    if (turn.state().pause().isPresent() && !turn.state().traffic().asked().equals(wanted)) {
      return Paused.verdict(turn);
    }
    if (turn.overdue()) {
      Reason late =
          Readiness.notReady(turn)
              .orElseGet(() -> Reason.of(ReasonCode.ROUTE_UNCHANGED, wanted))
              .and(turn.trouble());
      return new GiveUp(late, Readiness.unhealthyInService(turn.to()));
    }
    List<Action> resize = Size.follow(turn);
    if (!turn.held(stage.stableSince(), turn.bounds().stability())) {
      Reason what = Readiness.notReadyLongEnough(turn).and(turn.trouble());
      return turn.stay(resize, what, Machines.givingUp(turn));
    }
    return Route.ask(turn, wanted, resize, Machines.givingUp(turn));
  }

  /**
   * Others moved traffic, and the step would give the active generation more than it has now: as
   * long as it cannot carry that, nothing is given.
   */
  private static Optional<Verdict> tooMuch(Turn turn, Weights wanted) {
    Optional<Slot> slot = turn.state().from().flatMap(Placement::slot);
    int share = slot.map(wanted::share).orElse(0);
    if (share <= slot.map(turn.weights()::share).orElse(0)) {
      return Optional.empty();
    }
    int serving = Size.serving(turn.from());
    int needed = Math.max(1, turn.policy().needed(Size.desired(turn.from()), share));
    return serving >= needed
        ? Optional.empty()
        : Optional.of(new Stop(Reason.of(ReasonCode.STAYING_TOO_SMALL, needed, serving)));
  }

  private static Advance soak(Turn turn, Shifting stage, Reason why) {
    Duration soak = turn.lastStep(stage.step()) ? turn.policy().finalSoak() : turn.policy().soak();
    Pace pace = turn.pace(stage, soak);
    return turn.advance(
        new Soaking(pace, stage.step(), stage.stableSince(), Optional.empty()), why);
  }
}
