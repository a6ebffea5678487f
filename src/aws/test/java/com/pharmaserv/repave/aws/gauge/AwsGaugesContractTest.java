package com.pharmaserv.repave.aws.gauge;

import com.pharmaserv.repave.port.GaugesContract;

class AwsGaugesContractTest extends GaugesContract {
  @Override
  protected Subject createSubject() {
    return new GaugeWorld();
  }
}
