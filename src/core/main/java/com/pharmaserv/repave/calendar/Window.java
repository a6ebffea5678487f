package com.pharmaserv.repave.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * A span of time that opens by the clock of a place.
 *
 * @param opens each of its minutes opens one
 * @param length how long it is open, by a stopwatch: clocks that are put forward or back do not
 *     change it; up to {@link #LENGTH_MAX}
 */
public record Window(Cron opens, Duration length) {
  /** Whoever means longer means no window. */
  public static final Duration LENGTH_MAX = Duration.ofDays(7);

  public Window {
    if (length.isNegative() || length.isZero() || length.compareTo(LENGTH_MAX) > 0) {
      throw new IllegalArgumentException(
          "a window is open for %s: must be above 0 and at most %s days"
              .formatted(length, LENGTH_MAX.toDays()));
    }
  }

  boolean isOpen(Instant at, ZoneId zone) {
    // A local day lasts up to 25 hours: one day more than the length is enough.
    LocalDate last = at.atZone(zone).toLocalDate();
    LocalDate first = at.minus(length).atZone(zone).toLocalDate().minusDays(1);
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      for (LocalTime time : opens.timesOn(day)) {
        if (opening(day, time, zone).filter(from -> isOpen(from, at)).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isOpen(Instant from, Instant at) {
    return !from.isAfter(at) && from.plus(length).isAfter(at);
  }

  /** When it opens next, after that instant; empty if it does not up to and on the last day. */
  Optional<Instant> nextOpening(Instant after, ZoneId zone, LocalDate last) {
    LocalDate day = after.atZone(zone).toLocalDate();
    for (; !day.isAfter(last); day = day.plusDays(1)) {
      for (LocalTime time : opens.timesOn(day)) {
        Optional<Instant> opening = opening(day, time, zone);
        if (opening.isPresent() && opening.get().isAfter(after)) {
          return opening;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The instant of a local time: of one that comes twice the first; empty for one that the clocks
   * leave out, as EventBridge Scheduler does it (its user guide, "Daylight savings time").
   */
  private static Optional<Instant> opening(LocalDate day, LocalTime time, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    return rules.getValidOffsets(day.atTime(time)).isEmpty()
        ? Optional.empty()
        : Optional.of(ZonedDateTime.ofLocal(day.atTime(time), zone, null).toInstant());
  }
}
