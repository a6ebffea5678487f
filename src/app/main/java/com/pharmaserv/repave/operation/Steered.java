package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RolloutId;
import java.time.Duration;

/** What came of a person's word. */
public sealed interface Steered extends Answer
    permits Steered.Planned,
        Steered.Driven,
        Steered.Heard,
        Steered.Unheard,
        Steered.Objected,
        Steered.NothingOpen {

  /** The word would be obeyed. */
  record Planned(FleetId fleet, Word word, Standing now) implements Steered {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** Nobody drove the rollout, so it was done here, to where the rollout stands now. */
  record Driven(FleetId fleet, Word word, Standing now) implements Steered {
    @Override
    public Outcome outcome() {
      return word.obeyed(now) ? Outcome.DONE : now.outcome();
    }
  }

  /**
   * Whoever drives the rollout has heard it.
   *
   * @param holder who drives it
   */
  record Heard(
      FleetId fleet,
      Word word,
      RolloutId rollout,
      String holder,
      Course course,
      Phase phase,
      boolean paused)
      implements Steered {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /**
   * Whoever drives the rollout has not answered yet.
   *
   * @param waited how long an answer was waited for
   */
  record Unheard(FleetId fleet, Word word, RolloutId rollout, String holder, Duration waited)
      implements Steered {
    @Override
    public Outcome outcome() {
      return Outcome.HELD;
    }
  }

  /** The word does not fit the rollout as it is now; it was not said. */
  record Objected(FleetId fleet, Word word, RolloutId rollout, Reason why) implements Steered {
    @Override
    public Outcome outcome() {
      return Outcome.FAILED;
    }
  }

  /** There is nothing to steer. */
  record NothingOpen(FleetId fleet, Word word) implements Steered {
    @Override
    public Outcome outcome() {
      return Outcome.FAILED;
    }
  }
}
