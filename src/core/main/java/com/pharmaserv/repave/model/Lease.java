package com.pharmaserv.repave.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The right to act on a fleet.
 *
 * @param epoch rises with every change of holder; a provider refuses a lower one
 * @param until when the right ends unless it is renewed
 */
public record Lease(FleetId fleet, String holder, long epoch, Instant since, Instant until) {
  public Lease {
    Objects.requireNonNull(fleet, "a lease has a fleet");
    Objects.requireNonNull(holder, "a lease has a holder");
    Objects.requireNonNull(since, "a lease has a since");
    Objects.requireNonNull(until, "a lease has an until");
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch " + epoch + " of a lease must be at least 1");
    }
  }

  /**
   * Whether it lasts longer than anybody can have taken it for: its holder's clock, or the own one,
   * is or was wrong.
   */
  public boolean fromTheFuture(Instant now, Duration term) {
    return until.isAfter(now.plus(term));
  }

  /** The same, given back: over by every clock, however far they are apart. */
  public Lease givenBack() {
    return until(Instant.EPOCH);
  }

  public Lease until(Instant other) {
    return new Lease(fleet, holder, epoch, since, other);
  }
}
