package com.pharmaserv.repave.aws.client;

import com.pharmaserv.repave.port.Clocks;
import com.pharmaserv.repave.port.Time;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * How far AWS's clock is ahead of ours, from the dates of its answers. The SDK corrects its
 * signatures by itself, and only once one was refused.
 */
final class Skew {
  /** A date shows whole seconds. */
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  /**
   * Each answer tells only how far the clocks are apart at least, a quick one more exactly than a
   * slow one: the largest of a while is nearest to the truth, and a clock that was put right shows
   * after it.
   */
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final Time time;
  private Measured latest = new Measured(Duration.ZERO, Instant.MIN);

  Skew(Time time) {
    this.time = time;
  }

  private record Measured(Duration ahead, Instant at) {}

  Instant now() {
    return time.now();
  }

  synchronized Duration ahead() {
    return latest.ahead();
  }

  /**
   * An answer came.
   *
   * @param asked by our clock
   * @param date the header of that name; anything that is no date tells nothing
   */
  void heard(Instant asked, String date) {
    Instant answered = time.now();
    Instant shown;
    try {
      shown = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    } catch (DateTimeException noDate) {
      return;
    }
    keep(new Measured(Clocks.skew(asked, answered, shown, shown.plus(RESOLUTION)), answered));
  }

  private synchronized void keep(Measured measured) {
    boolean old = latest.at().equals(Instant.MIN) || latest.at().plus(KEPT).isBefore(measured.at());
    if (old || measured.ahead().abs().compareTo(latest.ahead().abs()) >= 0) {
      latest = measured;
    }
  }
}
