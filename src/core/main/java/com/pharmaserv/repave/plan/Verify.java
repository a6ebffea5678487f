package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stage.Verified;
import com.pharmaserv.repave.model.Stage.Verifying;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.Advance;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import com.pharmaserv.repave.plan.Verdict.Stay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Proves the candidate through the test route, before any production traffic. */
final class Verify {
  private Verify() {}

  static Verdict verdict(Turn turn, Verifying stage) {
    if (!turn.fleet().routed()) {
      return verified(
          turn, stage, Reason.of(ReasonCode.NO_ROUTE_TO_TEST, turn.state().to().generation()));
    }
    Optional<Reason> alarm = Conditions.firing(turn);
    if (alarm.isPresent()) {
      return new GiveUp(alarm.get(), true);
    }
    Optional<Probe> probe = turn.seen().probe();
    Slot slot = turn.candidateSlot();
    boolean pointed =
        turn.seen().fleet().route().flatMap(RouteView::testSlot).equals(Optional.of(slot));
    if (!pointed) {
      return turn.overdue()
          ? new GiveUp(
              Reason.of(ReasonCode.TEST_ROUTE_NOT_POINTED, slot).and(turn.trouble()), false)
          : turn.stay(
              List.of(new PointTestRoute(slot)),
              Reason.of(ReasonCode.TEST_ROUTE_POINTING, slot),
              Then.ABORT);
    }
    Duration stability = turn.bounds().stability();
    boolean passes = probe.map(Probe::passed).orElse(false);
    Optional<Instant> since = turn.holding(passes, stage.passingSince());
    if (turn.held(since, stability)) {
      return verified(turn, stage, Reason.of(ReasonCode.VERIFIED, turn.state().to().generation()));
    }
    // What passes now is not given up: its time is over once it fails.
    if (turn.overdue() && !passes) {
      String answer = probe.map(Probe::detail).orElse("no answer");
      // Machines that are not there cannot answer, whatever their image is like.
      boolean answered = probe.isPresent() && Readiness.notReady(turn).isEmpty();
      return new GiveUp(Reason.of(ReasonCode.TEST_ROUTE_FAILED, answer), answered);
    }
    return new Stay(
        turn.state().with(stage.passing(since)),
        Size.follow(turn),
        Reason.of(ReasonCode.TEST_ROUTE_PROVING, stability, probe.map(Probe::detail).orElse("")),
        Then.ABORT,
        Optional.empty());
  }

  private static Advance verified(Turn turn, Verifying stage, Reason why) {
    boolean ask = turn.policy().approval() && !stage.approved();
    Duration patience = ask ? turn.bounds().judgment() : turn.bounds().shift();
    return turn.advance(
        new Verified(turn.pace(stage, patience), stage.approved(), stage.stableSince()), why);
  }
}
