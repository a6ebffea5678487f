package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Pace.Pause;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Stage.Halted;
import com.pharmaserv.repave.plan.Verdict.Advance;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Hears one signal a turn. A word that can no longer be obeyed is taken note of and answered with
 * the reason.
 */
final class Hearing {
  private Hearing() {}

  /** The next word that has not been heard yet. */
  static Optional<Signal> next(Turn turn) {
    return turn.seen().signals().stream()
        .filter(signal -> signal.number() > turn.state().signalSeen())
        .findFirst();
  }

  /** What comes of it; the turn's state has taken note of it already. */
  static Verdict verdict(Turn turn, Signal signal) {
    Optional<Reason> objection = Steering.objection(turn.policy(), turn.state(), signal.kind());
    if (objection.isPresent()) {
      return new Advance(turn.state(), objection.get());
    }
    Stage stage = turn.state().stage();
    return switch (signal.kind()) {
      case PAUSE ->
          turn.advance(
              paused(turn, (Stage.Pausable) stage, signal), said(ReasonCode.PAUSED, signal));
      case RESUME -> new Advance(resumed(turn), said(ReasonCode.RESUMED, signal));
      case APPROVE -> approved(turn, said(ReasonCode.APPROVED, signal));
      case RELEASE ->
          turn.advance(
              ((Stage.Retaining) stage).until(turn.now()),
              said(ReasonCode.RETENTION_ENDED, signal));
      case REJECT -> new GiveUp(said(ReasonCode.REJECTED, signal), false);
      case ABORT -> new GiveUp(said(ReasonCode.ABORTED, signal), false);
      case ROLL_BACK -> new GiveUp(said(ReasonCode.ROLLED_BACK, signal), false);
      case HOLD -> new Advance(turn.state(), Hold.parse(signal).why());
      case LET_GO -> new Advance(turn.state(), said(ReasonCode.FLEET_RELEASED, signal));
      case QUARANTINE -> throw new IllegalStateException("heard elsewhere: " + signal);
    };
  }

  private static Verdict approved(Turn turn, Reason why) {
    if (!Steering.accepts(turn.state())) {
      return turn.advance(((Stage.BeforeTraffic) turn.state().stage()).approve(), why);
    }
    Stage promoting = new Stage.Promoting(turn.span(turn.bounds().shift()));
    return new Advance(Route.accepted(turn).with(promoting), why);
  }

  private static Reason said(ReasonCode code, Signal signal) {
    return Reason.of(code, signal.by(), signal.text());
  }

  private static Stage paused(Turn turn, Stage.Pausable stage, Signal signal) {
    Instant until = turn.now().plus(turn.bounds().pause());
    return stage.with(stage.pace().paused(new Pause(signal.by(), turn.now(), until)));
  }

  private static RolloutState resumed(Turn turn) {
    RolloutState state = turn.state();
    if (state.stage() instanceof Halted halted) {
      return Route.accepted(turn).with(goingOn(turn, halted));
    }
    Stage.Pausable pausable = (Stage.Pausable) state.stage();
    Pace pace = pausable.pace().resumed(turn.now());
    return state.with(pausable.with(pace));
  }

  /**
   * The stage in which it halted, started over. If the candidate had traffic, its step is shifted
   * to once more: should the weights no longer be those, this time a person has asked for it.
   */
  private static Stage goingOn(Turn turn, Halted halted) {
    Stage.Underway at = halted.at();
    Span shift = turn.span(turn.bounds().shift());
    if (at instanceof Stage.Soaking soaking) {
      return shifting(shift, soaking.step());
    }
    if (at instanceof Stage.Promoting) {
      return shifting(shift, turn.policy().steps().size() - 1);
    }
    Duration patience = at.span().patience();
    Stage.Underway again = at.again(patience.isZero() ? shift : turn.span(patience));
    return again instanceof Stage.Back back ? back.because(halted.cause()) : again;
  }

  private static Stage shifting(Span span, int step) {
    return new Stage.Shifting(Pace.of(span), step, Optional.empty(), Optional.empty());
  }
}
