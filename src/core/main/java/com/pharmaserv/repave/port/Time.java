package com.pharmaserv.repave.port;

import java.time.Instant;

/** The clock and the alarm. */
public interface Time {
  Instant now();

  /** Returns at that instant or a little later; throws if the process is asked to stop. */
  void sleepUntil(Instant instant) throws InterruptedException;
}
