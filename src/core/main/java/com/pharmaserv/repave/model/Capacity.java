package com.pharmaserv.repave.model;

/** How many machines a fleet has: bounds for scaling and the count to begin with. */
public record Capacity(int min, int desired, int max) {
  /** AWS target groups hold at most 1,000 targets. */
  public static final int MACHINES_MAX = 1000;

  public Capacity {
    if (min < 1 || desired < min || max < desired || max > MACHINES_MAX) {
      throw new IllegalArgumentException(
          "capacity min "
              + min
              + ", desired "
              + desired
              + ", max "
              + max
              + " must satisfy 1 <= min <= desired <= max <= "
              + MACHINES_MAX);
    }
  }
}
