package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import java.util.Locale;

/** How far an operation follows a rollout. */
public enum Until {
  /** The candidate has become the active generation; the previous one is still kept warm. */
  PROMOTED,
  /** The previous generation is gone, too. */
  RETIRED;

  boolean reached(RolloutState state) {
    return this == PROMOTED && state.promoted() && state.phase().compareTo(Phase.RETAIN) >= 0;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
