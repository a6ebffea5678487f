package com.pharmaserv.repave.model;

import java.util.Locale;

/**
 * One generation of a fleet. The number is never reused within a fleet, so a name seen twice is the
 * same generation: this is what makes a repeated launch the same launch.
 */
public record GenerationId(FleetId fleet, int number) {
  public GenerationId {
    if (number < 1) {
      throw new IllegalArgumentException("generation number " + number + " must be at least 1");
    }
  }

  /** The provider-wide name, for example {@code repave-eu-prod-app-g0042}. */
  public String qualifiedName() {
    return "repave-" + fleet.environment() + "-" + this;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s-g%04d", fleet.name(), number);
  }
}
