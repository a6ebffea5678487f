package com.pharmaserv.repave.wording;

import java.time.Duration;
import java.util.Locale;

/** Spans of time in words. */
public final class Spans {
  private Spans() {}

  /** {@code 250 ms}, {@code 3 s}, {@code 2 min 30 s}, {@code 1 h 5 min}. */
  public static String words(Duration span) {
    long millis = span.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    long seconds = millis / 1000;
    if (seconds < 60) {
      return millis % 1000 == 0
          ? seconds + " s"
          : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    return seconds / 3600 + " h" + (seconds % 3600 < 60 ? "" : " " + seconds % 3600 / 60 + " min");
  }
}
