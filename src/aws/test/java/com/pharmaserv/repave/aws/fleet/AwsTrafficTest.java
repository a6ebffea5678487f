package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.port.ProviderSubject;
import com.pharmaserv.repave.port.TrafficContract;
import org.junit.jupiter.api.Nested;

/** The contract of traffic, for each kind of load balancer. */
class AwsTrafficTest {
  @Nested
  class OfAnApplicationLoadBalancer extends TrafficContract {
    @Override
    protected ProviderSubject createSubject() {
      return new FleetSubject(FleetWorld::routed);
    }
  }

  @Nested
  class OfANetworkLoadBalancer extends TrafficContract {
    @Override
    protected ProviderSubject createSubject() {
      return new FleetSubject(FleetWorld::network);
    }
  }
}
