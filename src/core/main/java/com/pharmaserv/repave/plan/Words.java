package com.pharmaserv.repave.plan;

import java.time.Duration;
import java.time.Instant;

/** Spans of time in words. */
final class Words {
  private Words() {}

  static String between(Instant from, Instant to) {
    return span(Duration.between(from, to));
  }

  /** {@code 250 ms}, {@code 3 s}, {@code 2 min 30 s}, {@code 1 h 5 min}. */
  static String span(Duration span) {
    long millis = span.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    long seconds = millis / 1000;
    if (seconds < 60) {
      return millis % 1000 == 0
          ? seconds + " s"
          : String.format(java.util.Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    return seconds / 3600 + " h" + (seconds % 3600 < 60 ? "" : " " + seconds % 3600 / 60 + " min");
  }
}
