package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import java.time.Instant;

/** When a rollout keeps its previous generation warm. */
final class Retention {
  private Retention() {}

  /** Whether it does; nobody has to drive it meanwhile. */
  static boolean holds(RolloutState state, Instant now) {
    return state.stage() instanceof Stage.Retaining && now.isBefore(state.until());
  }
}
