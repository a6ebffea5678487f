package com.pharmaserv.repave.debian.advisory;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;

/**
 * An advisory with what the feeds know of it. The most pressing sorts first.
 *
 * @param exploitedSince the day since which it is known to be exploited
 * @param epss the probability that it will be, within thirty days, from 0 to 1
 * @param toldBy {@code changelog}, or the name of the feed that speaks of it
 * @param published when the fix was uploaded, as the changelog says
 */
public record Advisory(
    String id,
    String text,
    Severity severity,
    Optional<LocalDate> exploitedSince,
    Optional<Double> epss,
    String toldBy,
    Optional<Instant> published)
    implements Comparable<Advisory> {
  static final String CHANGELOG = "changelog";

  private static final Comparator<Advisory> ORDER =
      Comparator.comparing((Advisory a) -> a.exploitedSince.isEmpty())
          .thenComparing(Advisory::severity)
          .thenComparing(a -> -a.epss.orElse(0.0))
          .thenComparing(Advisory::id)
          .thenComparing(Advisory::text);

  @Override
  public int compareTo(Advisory other) {
    return ORDER.compare(this, other);
  }
}
