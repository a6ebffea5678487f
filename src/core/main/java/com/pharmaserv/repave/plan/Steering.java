package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Pace.Pause;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Stage;
import java.util.Optional;

/**
 * What a person's word may do. The one statement of it: asked before a word is posted, and again
 * when it is heard, since a rollout may have moved on in between.
 *
 * <pre>
 * pause      until the candidate is to be promoted
 * resume     what is paused or halted
 * approve    before any traffic, once, where the policy asks for it; and a first rollout that a
 *            gate halted
 * reject     before any traffic, where the policy asks for approval
 * abort      until the candidate is promoted
 * roll back  until the previous generation leaves
 * release    while the previous generation is retained
 * quarantine while a rollout is open; of the machine, {@link Quarantining} decides
 * hold, let go  always: they are about what comes after it
 * </pre>
 */
public final class Steering {
  private Steering() {}

  /** Why the word cannot be obeyed now; empty if it can. */
  public static Optional<Reason> objection(Policy policy, RolloutState state, Signal.Kind word) {
    if (state.stage() instanceof Stage.Ended over) {
      return because(ReasonCode.ROLLOUT_ENDED, over.end().kind());
    }
    return switch (word) {
      case PAUSE -> pause(state.stage());
      case RESUME -> resume(state.stage());
      case APPROVE, REJECT -> judgment(policy, state, word);
      case ABORT -> abort(state);
      case ROLL_BACK -> back(state);
      case RELEASE ->
          state.stage() instanceof Stage.Retaining
              ? Optional.empty()
              : because(ReasonCode.NOTHING_TO_RELEASE);
      // Whether that machine may go is for the look at the fleet to say; a hold changes nothing.
      case QUARANTINE, HOLD, LET_GO -> Optional.empty();
    };
  }

  private static Optional<Reason> pause(Stage stage) {
    if (!(stage instanceof Stage.Pausable pausable)) {
      return because(ReasonCode.TOO_LATE_TO_PAUSE);
    }
    return pausable
        .pace()
        .pause()
        .map(Pause::by)
        .map(by -> Reason.of(ReasonCode.PAUSED_ALREADY, by));
  }

  private static Optional<Reason> resume(Stage stage) {
    boolean paused =
        stage instanceof Stage.Pausable pausable && pausable.pace().pause().isPresent();
    return paused || stage instanceof Stage.Halted
        ? Optional.empty()
        : because(ReasonCode.NOTHING_TO_RESUME);
  }

  private static Optional<Reason> judgment(Policy policy, RolloutState state, Signal.Kind word) {
    Stage stage = state.stage();
    if (word == Signal.Kind.APPROVE && accepts(state)) {
      return Optional.empty();
    }
    if (!(stage instanceof Stage.BeforeTraffic before)) {
      return because(ReasonCode.NO_JUDGMENT_AWAITED);
    }
    if (!policy.approval()) {
      return because(ReasonCode.NOBODY_IS_ASKED);
    }
    return before.approved() ? because(ReasonCode.APPROVED_ALREADY) : Optional.empty();
  }

  /**
   * Whether it halted because a gate failed and nothing is there to go back to: then a person may
   * take it as it is.
   */
  static boolean accepts(RolloutState state) {
    return state.stage() instanceof Stage.Halted halted
        && halted.at() instanceof Stage.Soaking
        && state.from().isEmpty();
  }

  private static Optional<Reason> abort(RolloutState state) {
    return state.promoted() ? because(ReasonCode.PROMOTED_ALREADY) : back(state);
  }

  private static Optional<Reason> back(RolloutState state) {
    if (state.stage() instanceof Stage.Back) {
      return because(ReasonCode.GOING_BACK_ALREADY);
    }
    return state.promoted() && !(state.way() instanceof Stage.Retaining)
        ? because(ReasonCode.PREVIOUS_LEAVES_ALREADY)
        : Optional.empty();
  }

  private static Optional<Reason> because(ReasonCode code, Object... values) {
    return Optional.of(Reason.of(code, values));
  }
}
