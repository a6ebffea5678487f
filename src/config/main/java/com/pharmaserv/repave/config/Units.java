package com.pharmaserv.repave.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with a unit as configuration files write them: {@code 250ms}, {@code 5m}, {@code 80%}.
 */
public final class Units {
  /** Longest duration: whoever writes more has mistaken the unit. */
  static final Duration DURATION_MAX = Duration.ofDays(365);

  static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  static final Pattern PERCENT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)%");

  private Units() {}

  /** Reads a duration of any length; the caller compares it with {@link #DURATION_MAX}. */
  public static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  /** Writes a duration as {@link #duration} reads it, in the largest unit that keeps it whole. */
  static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 60 != 0 || seconds == 0) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    return minutes % 60 != 0 ? minutes + "m" : minutes / 60 + "h";
  }

  static Optional<BigDecimal> percent(String text) {
    Matcher matcher = PERCENT.matcher(text);
    return matcher.matches() ? Optional.of(new BigDecimal(matcher.group(1))) : Optional.empty();
  }
}
