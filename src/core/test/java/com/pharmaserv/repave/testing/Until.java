package com.pharmaserv.repave.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** The one way in which tests wait for real processes and sockets. */
public final class Until {
  private static final Duration POLL = Duration.ofMillis(20);

  private Until() {}

  /** Returns once the condition holds; fails with {@code what} after {@code bound}. */
  public static void holds(String what, Duration bound, Callable<Boolean> condition) {
    Awaitility.await(what)
        .dontCatchUncaughtExceptions()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .atMost(bound)
        .until(condition);
  }
}
