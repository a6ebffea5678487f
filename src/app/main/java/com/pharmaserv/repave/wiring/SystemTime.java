package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.port.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The machine's clock and alarm. */
public record SystemTime(Clock clock) implements Time {
  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void sleepUntil(Instant instant) throws InterruptedException {
    long millis = Duration.between(now(), instant).toMillis();
    if (millis > 0) {
      Thread.sleep(millis);
    }
  }
}
