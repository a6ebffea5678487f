package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.GaugesContract;
import com.pharmaserv.repave.port.Traffic;
import java.time.Instant;
import java.util.concurrent.Callable;

class SimGaugesTest extends GaugesContract {
  @Override
  protected Subject createSubject() {
    return new SimulatedGauges(new SimSubject());
  }

  private record SimulatedGauges(SimSubject sim) implements Subject {
    @Override
    public Fleets fleets() {
      return sim.fleets();
    }

    @Override
    public Traffic traffic() {
      return sim.traffic();
    }

    @Override
    public Gauges gauges() {
      return (SimProvider) sim.fleets();
    }

    @Override
    public Fleet fleet() {
      return sim.fleet();
    }

    @Override
    public ImageId image() {
      return sim.image();
    }

    @Override
    public Instant now() {
      return viewedAt();
    }

    private Instant viewedAt() {
      try {
        return sim.view().at();
      } catch (com.pharmaserv.repave.port.ProviderException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void until(String what, Callable<Boolean> condition) throws Exception {
      sim.until(what, condition);
    }
  }
}
