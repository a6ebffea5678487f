package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** Flies rollouts of one fleet while a narrator tells about them. */
record Flight(Provider provider, Fleet fleet, Operator operator, Narrator narrator) {

  /** What is done with the fleet's lease in hand. */
  interface Work<T> {
    T with(Pilot pilot) throws RepaveException, IOException, InterruptedException;
  }

  /** Takes the lease for the time of the work. */
  <T> T lead(Work<T> work) throws RepaveException, IOException, InterruptedException {
    try (Narrator.Watch watch = narrator.watch(fleet);
        Pilot pilot =
            Pilot.take(
                fleet, provider.ports(fleet), new RolloutDecider(), watch, operator.holder())) {
      return work.with(pilot);
    }
  }

  /** Flies the open rollout on; somebody else may have ended it before the lease was ours. */
  static RolloutState goOn(Pilot pilot, Predicate<RolloutState> farEnough)
      throws RepaveException, IOException, InterruptedException {
    Optional<RolloutState> ended = pilot.latest().filter(RolloutState::ended);
    return ended.isPresent() ? ended.get() : pilot.fly(farEnough);
  }

  static RolloutState toItsEnd(Pilot pilot)
      throws RepaveException, IOException, InterruptedException {
    return goOn(pilot, state -> false);
  }
}
