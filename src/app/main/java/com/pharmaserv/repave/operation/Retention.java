package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import java.time.Instant;

/** When a rollout keeps its previous generation warm. */
final class Retention {
  private Retention() {}

  /** Whether it does; nobody has to drive it meanwhile. */
  static boolean holds(RolloutState state, Instant now) {
    return state.phase() == Phase.RETAIN
        && state.course() == Course.FORWARD
        && now.isBefore(state.until());
  }
}
