package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.SignalsContract;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;

class SimSignalsTest extends SignalsContract {
  /** A simulated world has one fleet. */
  SimSignalsTest() {
    manyFleets = false;
  }

  @Override
  protected Signals createSubject() {
    return new SimSignals(
        new World(Scenarios.fleet(2, true, Scenarios.policy(false, Duration.ZERO, 100)), 1));
  }
}
