package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import java.util.Optional;

/** Whether a person's word may be obeyed. */
final class Objections {
  private Objections() {}

  /** Why the word does not fit the rollout as it is now; follows the rollout's name. */
  static Optional<String> to(Signal.Kind word, RolloutState state) {
    return switch (word) {
      case ROLL_BACK -> back(state);
      case ABORT ->
          state.promoted() && state.course() == Course.FORWARD
              ? Optional.of("is promoted already; use 'repave rollback'")
              : back(state);
      case PAUSE -> pause(state);
      case APPROVE, REJECT -> judgment(state);
      case RESUME, RELEASE -> Optional.empty();
    };
  }

  private static Optional<String> back(RolloutState state) {
    boolean going = state.course() == Course.ABORT || state.course() == Course.ROLL_BACK;
    if (going) {
      return Optional.of("is going back already");
    }
    boolean late = state.promoted() && state.phase().compareTo(Phase.RETAIN) > 0;
    return late && state.course() == Course.FORWARD
        ? Optional.of("is retiring the previous generation: it is too late to go back")
        : Optional.empty();
  }

  private static Optional<String> pause(RolloutState state) {
    if (state.pause().isPresent()) {
      return Optional.of("is paused already, by " + state.pause().get().by());
    }
    boolean early = state.phase().compareTo(Phase.PROMOTE) < 0;
    return state.course() == Course.FORWARD && early
        ? Optional.empty()
        : Optional.of("is past the point where a pause would help");
  }

  private static Optional<String> judgment(RolloutState state) {
    if (state.approved()) {
      return Optional.of("is approved already");
    }
    boolean early = state.phase().compareTo(Phase.SHIFT) < 0;
    return state.course() == Course.FORWARD && early
        ? Optional.empty()
        : Optional.of("does not wait for a judgment");
  }
}
