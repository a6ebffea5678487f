package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.RolloutState;
import java.time.Instant;

/** The core: same facts, same decision. */
@FunctionalInterface
public interface Decider {
  /** Decides one turn of a rollout that has not ended. */
  Decision decide(Fleet fleet, RolloutState state, Observation seen, Instant now);
}
