package com.pharmaserv.repave.port;

import java.time.Duration;
import java.time.Instant;

/** Two clocks that answer each other. */
public final class Clocks {
  private Clocks() {}

  /**
   * How far the provider's clock is ahead of ours, at the least; zero if they may be the same.
   *
   * @param asked by our clock
   * @param answered by our clock
   * @param earliest what the provider's clock may have shown in between
   * @param latest the same; a clock that shows whole seconds may have shown nearly one more
   */
  public static Duration skew(Instant asked, Instant answered, Instant earliest, Instant latest) {
    if (earliest.isAfter(answered)) {
      return Duration.between(answered, earliest);
    }
    return latest.isBefore(asked) ? Duration.between(asked, latest) : Duration.ZERO;
  }
}
