package com.pharmaserv.repave.wording;

import java.time.Duration;
import java.util.Locale;

/** Spans of time in words. */
public final class Spans {
  private Spans() {}

  /**
   * {@code 250 ms}, {@code 3 s}, {@code 2.5 s}, {@code 2 min 30 s}, {@code 1 h 5 min}, {@code 3 d 4
   * h}; a negative one is none.
   */
  public static String words(Duration span) {
    long millis = Math.max(0, span.toMillis());
    long seconds = millis / 1000;
    if (seconds == 0) {
      return millis == 0 ? "0 s" : millis + " ms";
    }
    if (seconds < 60) {
      return millis % 1000 == 0
          ? seconds + " s"
          : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (seconds < 3600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    long hours = seconds / 3600;
    return hours < 48
        ? two(hours, "h", seconds % 3600 / 60, "min")
        : two(hours / 24, "d", hours % 24, "h");
  }

  private static String two(long first, String unit, long second, String smaller) {
    return first + " " + unit + (second == 0 ? "" : " " + second + " " + smaller);
  }
}
