package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.port.FleetsContract;
import com.pharmaserv.repave.port.ProviderSubject;

class SimFleetsTest extends FleetsContract {
  @Override
  protected ProviderSubject createSubject() {
    return new SimSubject();
  }
}
