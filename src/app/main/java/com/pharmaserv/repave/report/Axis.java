package com.pharmaserv.repave.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The common axis of time: where an instant is drawn. */
record Axis(Instant from, Instant to, double left, double right, ZoneId zone) {
  /** Labels need some room; more ticks than this cannot be read. */
  private static final int TICKS_MAX = 12;

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1));

  double x(Instant at) {
    double span = Duration.between(from, to).toMillis();
    double share = Duration.between(from, at).toMillis() / span;
    return left + Math.max(0, Math.min(1, share)) * (right - left);
  }

  boolean shows(Instant at) {
    return !at.isBefore(from) && !at.isAfter(to);
  }

  /** Round times of day. */
  List<Instant> ticks() {
    long span = Duration.between(from, to).toSeconds();
    long step =
        STEPS.stream()
            .map(Duration::toSeconds)
            .filter(seconds -> span / seconds < TICKS_MAX)
            .findFirst()
            .orElse(Math.max(1, span / TICKS_MAX));
    long offset = zone.getRules().getOffset(from).getTotalSeconds();
    List<Instant> ticks = new ArrayList<>();
    long first = Math.floorDiv(from.getEpochSecond() + offset, step) * step - offset;
    for (long second = first; second <= to.getEpochSecond(); second += step) {
      Instant tick = Instant.ofEpochSecond(second);
      if (shows(tick)) {
        ticks.add(tick);
      }
    }
    return ticks;
  }
}
