package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.port.FleetsContract;
import com.pharmaserv.repave.port.ProviderSubject;
import org.junit.jupiter.api.Nested;

/** The contract of fleets, for each kind of fleet. */
class AwsFleetsTest {
  @Nested
  class BehindAnApplicationLoadBalancer extends FleetsContract {
    @Override
    protected ProviderSubject createSubject() {
      return new FleetSubject(FleetWorld::routed);
    }
  }

  @Nested
  class BehindANetworkLoadBalancer extends FleetsContract {
    @Override
    protected ProviderSubject createSubject() {
      return new FleetSubject(FleetWorld::network);
    }
  }

  @Nested
  class WithoutARoute extends FleetsContract {
    @Override
    protected ProviderSubject createSubject() {
      return new FleetSubject(FleetWorld::unrouted);
    }
  }
}
