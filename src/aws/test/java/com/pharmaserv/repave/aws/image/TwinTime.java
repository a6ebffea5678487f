package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.twin.TwinClock;
import com.pharmaserv.repave.port.Time;
import java.time.Instant;

/** The double's clock; to wait is to turn it on. */
record TwinTime(TwinClock clock) implements Time {
  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public void sleepUntil(Instant instant) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("asked to stop");
    }
    clock.advanceTo(instant);
  }
}
