package com.pharmaserv.repave.operation;

import java.util.List;

/**
 * What came of rolling one fleet or several.
 *
 * @param plan whether nothing was changed, because only a plan was asked for
 * @param rolls in the order in which they came to an end; before the rollout that was asked for,
 *     one that had been open may have had to be finished
 */
public record Rolls(boolean plan, Outcome outcome, List<FleetRoll> rolls) implements Answer {
  public Rolls {
    rolls = List.copyOf(rolls);
  }

  /** What was done before something failed. */
  static HalfDoneException halfDone(boolean plan, List<FleetRoll> rolls, Exception failure) {
    return new HalfDoneException(new Rolls(plan, Outcome.of(failure), rolls), failure);
  }
}
