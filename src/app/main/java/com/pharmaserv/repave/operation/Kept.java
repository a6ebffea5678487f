package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Reason;

/**
 * What became of a machine that somebody wants kept apart; in a plan, what would.
 *
 * @param why it is kept apart, or cannot be
 */
public record Kept(boolean plan, FleetId fleet, String machine, Result result, Reason why)
    implements Answer {
  /** How it stands with the machine. */
  public enum Result {
    /** It is out of traffic, out of its group, and kept; in a plan, it would be. */
    QUARANTINED,
    /** It was so before. */
    ALREADY,
    /** It must stay, or cannot be taken. */
    REFUSED,
    /** Whoever drives the fleet's rollout has not answered yet; the word waits for them. */
    UNHEARD
  }

  @Override
  public Outcome outcome() {
    return switch (result) {
      case QUARANTINED, ALREADY -> Outcome.DONE;
      case REFUSED -> Outcome.FAILED;
      case UNHEARD -> Outcome.HELD;
    };
  }
}
