package com.pharmaserv.repave.aws;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.port.Time;
import java.time.Instant;

/**
 * The double's clock as a port: sleeping takes no time of ours and lets the double's world go on.
 */
public record TwinTime(TwinCloud cloud) implements Time {
  @Override
  public Instant now() {
    return cloud.clock().now();
  }

  @Override
  public void sleepUntil(Instant instant) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("asked to stop");
    }
    cloud.clock().advanceTo(instant);
  }
}
