package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.LeasesContract;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;

class SimLeasesTest extends LeasesContract {
  private final World world =
      new World(Scenarios.fleet(2, true, Scenarios.policy(false, Duration.ZERO, 100)), 1);

  @Override
  protected Leases createSubject() {
    return new SimLeases(world);
  }

  @Override
  protected void pass(Duration span) {
    world.advance(span);
  }
}
