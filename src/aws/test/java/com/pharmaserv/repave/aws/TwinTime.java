package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.port.Time;
import java.time.Instant;

/** The double's clock: sleeping takes no time. */
record TwinTime(TwinCloud cloud) implements Time {
  @Override
  public Instant now() {
    return cloud.clock().now();
  }

  @Override
  public void sleepUntil(Instant instant) {
    cloud.clock().advanceTo(instant);
  }
}
