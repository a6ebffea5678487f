package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.port.Checks;
import com.pharmaserv.repave.port.ChecksContract;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;

class SimChecksTest extends ChecksContract {
  private final World world = new World(fleet, 1);

  @Override
  protected Checks checks() {
    world.image(Scenarios.NEW, SimImage.GOOD);
    world.image(Scenarios.OLD, SimImage.GOOD.failing());
    return new SimChecks(world);
  }

  @Override
  protected Gate.Command command(boolean succeeds) {
    return new Gate.Command(succeeds ? "true" : "false", Duration.ofSeconds(10));
  }

  @Override
  protected void pause() {
    world.advance(Duration.ofSeconds(1));
  }
}
