package com.pharmaserv.repave.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How old what a fleet runs may become.
 *
 * @param age of its machines; without it they may live for ever
 * @param fixes how soon after its publication a fix must run, by urgency; one that is absent has no
 *     deadline
 */
public record Freshness(Optional<Age> age, SortedMap<Urgency, Duration> fixes) {
  /** No limits: a fleet is stale only once there is a newer image. */
  public static final Freshness UNLIMITED = new Freshness(Optional.empty(), new TreeMap<>());

  public Freshness {
    fixes = Collections.unmodifiableSortedMap(new TreeMap<>(fixes));
    Duration shorter = Duration.ZERO;
    for (Map.Entry<Urgency, Duration> fix : fixes.entrySet()) {
      if (fix.getValue().compareTo(shorter) < 0) {
        throw new IllegalArgumentException(
            "deadline of %s fixes, %s, is shorter than that of more pressing ones, %s"
                .formatted(fix.getKey(), fix.getValue(), shorter));
      }
      shorter = fix.getValue();
    }
  }

  /**
   * Ages of a fleet's machines, counted from when they took over.
   *
   * @param warn from which on they are replaced, by machines on the same image if there is no newer
   * @param must by which they have been replaced
   */
  public record Age(Duration warn, Duration must) {
    public Age {
      if (warn.isNegative() || warn.isZero() || warn.compareTo(must) >= 0) {
        throw new IllegalArgumentException(
            "age warn %s must be above 0 and below must %s".formatted(warn, must));
      }
    }
  }

  /** How soon such a fix must run, if that is said. */
  public Optional<Duration> within(Urgency urgency) {
    return Optional.ofNullable(fixes.get(urgency));
  }
}
