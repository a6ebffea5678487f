package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.port.ProviderSubject;
import com.pharmaserv.repave.port.TrafficContract;

class SimTrafficTest extends TrafficContract {
  @Override
  protected ProviderSubject createSubject() {
    return new SimSubject();
  }
}
