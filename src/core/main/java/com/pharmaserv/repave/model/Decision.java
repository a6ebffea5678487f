package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the core answers: the state to remember, the effects to carry out in order, why, what is
 * being waited for, and when to look again.
 */
public record Decision(
    RolloutState next,
    List<Action> actions,
    Reason why,
    Optional<Wait> waiting,
    Instant lookAgain) {
  public Decision {
    actions = List.copyOf(actions);
  }
}
