package com.pharmaserv.repave.aws;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.port.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * The double's clock as a port: sleeping takes no time of ours and lets the double's world go on.
 *
 * @param ahead how far our clock is ahead of the double's; negative if it is behind
 */
public record TwinTime(TwinCloud cloud, Duration ahead) implements Time {
  /** A clock that shows what the double's shows. */
  public TwinTime(TwinCloud cloud) {
    this(cloud, Duration.ZERO);
  }

  @Override
  public Instant now() {
    return cloud.clock().now().plus(ahead);
  }

  @Override
  public void sleepUntil(Instant instant) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("asked to stop");
    }
    advanceTo(instant);
  }

  /** Lets the double's world go on until our clock shows that. */
  public void advanceTo(Instant ours) {
    cloud.clock().advanceTo(ours.minus(ahead));
  }
}
