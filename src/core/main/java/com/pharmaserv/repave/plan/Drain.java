package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.Stay;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Waits until nothing is open on the generation that leaves. */
final class Drain {
  private Drain() {}

  static Verdict verdict(Turn turn, Stage.Drains stage) {
    Leaving leaving = Leaving.of(turn);
    Optional<Verdict> unsettled = leaving.unsettled();
    if (unsettled.isPresent()) {
      return unsettled.get();
    }
    Optional<Verdict> held = leaving.held();
    if (held.isPresent()) {
      return held.get();
    }
    int open = leaving.generation().map(Generation::openRequests).orElse(0);
    Optional<Instant> since = turn.holding(open == 0, stage.quietSince());
    if (turn.held(since, turn.bounds().stability()) || turn.overdue()) {
      Reason why =
          open == 0
              ? Reason.of(ReasonCode.NOTHING_OPEN)
              : Reason.of(ReasonCode.REQUESTS_ABANDONED, open);
      return turn.advance(retiring(stage, turn.retiring()), why);
    }
    return new Stay(
        turn.state().with(stage.quiet(since)),
        List.of(),
        Reason.of(ReasonCode.REQUESTS_OPEN, leaving.id(), open),
        Then.RETIRE,
        Optional.empty());
  }

  private static Stage retiring(Stage.Drains stage, Span span) {
    return stage instanceof Stage.Back back
        ? new Stage.RetiringBack(span, back.retreat(), false)
        : new Stage.Retiring(span, false);
  }
}
