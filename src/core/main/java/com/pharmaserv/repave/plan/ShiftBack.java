package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Stage.DrainingBack;
import com.pharmaserv.repave.model.Stage.RetiringBack;
import com.pharmaserv.repave.model.Stage.ShiftingBack;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Verdict.Stop;
import java.util.List;
import java.util.Optional;

/** Shifts back, after the generation to go back to has been shown able to carry the fleet. */
final class ShiftBack {
  private ShiftBack() {}

  static Verdict verdict(Turn turn, ShiftingBack stage) {
    Optional<Reason> notReady = notReady(turn);
    if (!turn.fleet().routed()) {
      return notReady.isPresent()
          ? enlarge(turn, notReady.get())
          : turn.advance(
              new RetiringBack(turn.retiring(), stage.retreat(), false),
              Reason.of(ReasonCode.BACK_WITHOUT_ROUTE));
    }
    Weights wanted =
        turn.state()
            .from()
            .flatMap(Placement::slot)
            .map(slot -> Weights.of(slot, 100))
            .orElse(Weights.NONE);
    if (Route.confirmed(turn, wanted)) {
      return turn.advance(
          new DrainingBack(turn.span(turn.bounds().drain()), stage.retreat(), Optional.empty()),
          Reason.of(ReasonCode.ROUTE_BACK, wanted));
    }
    boolean there = turn.weights().equals(wanted);
    if (notReady.isPresent() && !there) {
      return enlarge(turn, notReady.get());
    }
    return turn.overdue()
        ? new Stop(Reason.of(ReasonCode.ROUTE_UNCHANGED, wanted).and(turn.trouble()))
        : Route.ask(turn, wanted, List.of(), Then.HALT);
  }

  private static Verdict enlarge(Turn turn, Reason notReady) {
    Reason what = notReady.and(turn.trouble());
    return turn.overdue()
        ? new Stop(Reason.of(ReasonCode.ROLL_BACK_REFUSED).and(what))
        : turn.stay(Size.atLeast(turn.from(), size(turn)), what, Then.HALT);
  }

  private static int size(Turn turn) {
    return Math.max(Size.desired(turn.from()), Size.desired(turn.to()));
  }

  /** Why the generation to go back to cannot take the traffic that is to come. */
  private static Optional<Reason> notReady(Turn turn) {
    if (turn.state().from().isEmpty()) {
      return Optional.empty();
    }
    Placement from = turn.state().from().get();
    if (turn.from().isEmpty()) {
      return Optional.of(Reason.of(ReasonCode.PREVIOUS_GONE, from.generation()));
    }
    if (size(turn) == 0) {
      // Nobody wants machines, so there is nothing that they would have to carry.
      return Optional.empty();
    }
    int serving = Size.serving(turn.from());
    int needed = turn.policy().needed(size(turn), 100);
    // A candidate without a single healthy machine is worse than any generation that has one.
    boolean anythingIsBetter = Size.serving(turn.to()) == 0 && serving > 0 && turn.fleet().routed();
    return serving >= needed || anythingIsBetter
        ? Optional.empty()
        : Optional.of(Reason.of(ReasonCode.PREVIOUS_NOT_READY, from.generation(), needed, serving));
  }
}
