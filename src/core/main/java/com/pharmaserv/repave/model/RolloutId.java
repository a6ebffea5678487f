package com.pharmaserv.repave.model;

import java.util.Locale;

/** One rollout of a fleet, written {@code hello-r0007}; the number is never reused. */
public record RolloutId(FleetId fleet, int number) {
  public RolloutId {
    if (number < 1) {
      throw new IllegalArgumentException("rollout number " + number + " must be at least 1");
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s-r%04d", fleet.name(), number);
  }
}
