package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Wait.Then;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a stage makes of one turn's facts. A stage says what it knows and nothing about the others;
 * {@link RolloutDecider} alone makes a decision of it.
 */
sealed interface Verdict {
  /**
   * Not yet.
   *
   * @param next the state with what this turn has to remember
   * @param actions to bring about what is waited for
   * @param until when the patience ends, if not with the stage
   */
  record Stay(
      RolloutState next, List<Action> actions, Reason what, Then then, Optional<Instant> until)
      implements Verdict {
    public Stay {
      actions = List.copyOf(actions);
    }
  }

  /** On to the next stage, or on with what a person said, at once. */
  record Advance(RolloutState next, Reason why) implements Verdict {}

  /**
   * The candidate is not to carry the fleet.
   *
   * @param blames whether its image is at fault
   */
  record GiveUp(Reason cause, boolean blames) implements Verdict {}

  /** Neither way is safe. */
  record Stop(Reason cause) implements Verdict {}

  /** There is nothing left to do. */
  record Finish(Stage.Underway last, Reason why) implements Verdict {}
}
