package com.pharmaserv.repave.report;

import com.pharmaserv.repave.wording.Spans;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times of day and spans of time in words. */
final class Times {
  /** For columns of times, whose zone is stated elsewhere; the others state it themselves. */
  private static final DateTimeFormatter CLOCK = formatter("HH:mm:ss");

  private static final DateTimeFormatter ZONED = formatter("HH:mm:ssX");
  private static final DateTimeFormatter MILLIS = formatter("yyyy-MM-dd HH:mm:ss.SSSX");
  private static final DateTimeFormatter DATED = formatter("yyyy-MM-dd HH:mm:ssX");
  private static final Duration CLOCK_MAX = Duration.ofHours(20);

  private Times() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  static String clock(Instant at, ZoneId zone) {
    return CLOCK.format(at.atZone(zone));
  }

  static String millis(Instant at, ZoneId zone) {
    return MILLIS.format(at.atZone(zone));
  }

  static String dated(Instant at, ZoneId zone) {
    return DATED.format(at.atZone(zone));
  }

  /** The time of day, with its date when it is far from {@code now}. */
  static String near(Instant at, Instant now, ZoneId zone) {
    boolean near = between(at, now).abs().compareTo(CLOCK_MAX) < 0;
    return near ? ZONED.format(at.atZone(zone)) : dated(at, zone);
  }

  static Duration between(Instant from, Instant to) {
    return Duration.between(from, to);
  }

  /** Like {@link Spans}, with whole seconds. */
  static String span(Duration span) {
    return Spans.words(
        span.compareTo(Duration.ofSeconds(1)) < 0 ? span : span.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The larger unit alone, for tables. */
  static String age(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** Latencies: {@code 0.42 ms}, {@code 12.3 ms}, {@code 812 ms}, {@code 1.24 s}. */
  static String latency(Duration span) {
    double millis = span.toNanos() / 1e6;
    if (millis >= 1000) {
      return String.format(Locale.ROOT, "%.2f s", millis / 1000);
    }
    String form = millis < 1 ? "%.2f ms" : millis < 100 ? "%.1f ms" : "%.0f ms";
    return String.format(Locale.ROOT, form, millis);
  }
}
