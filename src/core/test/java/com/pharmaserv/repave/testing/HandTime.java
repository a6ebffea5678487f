package com.pharmaserv.repave.testing;

import com.pharmaserv.repave.port.Time;
import java.time.Duration;
import java.time.Instant;

/** A clock that is moved by hand. */
public final class HandTime implements Time {
  private Instant now = Instant.parse("2026-11-22T16:00:00Z");

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleepUntil(Instant instant) {
    now = instant.isAfter(now) ? instant : now;
  }

  /** Lets that much time pass. */
  public void pass(Duration span) {
    now = now.plus(span);
  }
}
