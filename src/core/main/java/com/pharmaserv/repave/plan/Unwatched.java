package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import java.time.Duration;

/**
 * Time in which nobody looked counts for nothing: neither against a candidate that may have been
 * well all the while, nor for one that may not.
 */
final class Unwatched {
  private Unwatched() {}

  /**
   * The stage goes on with the patience that it had left, and what must hold for a while must do so
   * from now on. A soak begins anew: what it measures must have been watched.
   */
  static Turn discounted(Turn turn) {
    Duration gap = turn.seen().unwatched();
    if (gap.isZero() || !(turn.state().stage() instanceof Stage.Underway stage)) {
      return turn;
    }
    Span before = stage.span();
    if (stage instanceof Stage.Soaking) {
      Turn anew = new Turn(turn.fleet(), turn.state(), turn.seen().unmeasured(), turn.now());
      return on(anew, stage, turn.span(before.patience()));
    }
    return on(turn, stage, new Span(before.since().plus(gap), before.until().plus(gap)));
  }

  private static Turn on(Turn turn, Stage.Underway stage, Span after) {
    Duration gap = turn.seen().unwatched();
    Stage.Underway again = stage.again(after);
    return stage instanceof Stage.Pausable paused && again instanceof Stage.Pausable pausable
        ? turn.with(pausable.with(paused.pace().later(after, gap)))
        : turn.with(again);
  }

  /** The decision, with a word about the gap. */
  static Decision told(Decision decision, Duration gap) {
    return gap.isZero()
        ? decision
        : new Decision(
            decision.next(),
            decision.actions(),
            decision.why().and(Reason.of(ReasonCode.NOBODY_LOOKED, gap)),
            decision.waiting(),
            decision.lookAgain());
  }
}
