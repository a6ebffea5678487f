package com.pharmaserv.repave.model;

import java.time.Duration;

/**
 * How long the provider was told to wait before machines come and go, by hooks and delays that are
 * not Repave's. A stage's patience is that much longer.
 *
 * @param starting before a launched machine is in service
 * @param ending before a machine that is to end is gone
 */
public record Delays(Duration starting, Duration ending) {
  /** Nothing waits. */
  public static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO);

  public Delays {
    if (starting.isNegative() || ending.isNegative()) {
      throw new IllegalArgumentException(
          "delays of %s and %s must not be negative".formatted(starting, ending));
    }
  }
}
