package com.pharmaserv.repave.rehearsal;

import com.pharmaserv.repave.sim.SimImage;
import java.time.Duration;
import java.util.Locale;

/** What is wrong with the image that is rehearsed. */
public enum Candidate {
  GOOD,
  UNHEALTHY,
  PROBE,
  ERRORS,
  SLOW,
  STUCK,
  ALARM,
  COMMAND;

  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration FAST = Duration.ofMillis(20);

  /**
   * How its machines behave.
   *
   * @param boot from launch to in service
   */
  SimImage image(Duration boot) {
    return switch (this) {
      case GOOD -> new SimImage(boot, WARM_UP, true, true, 0, FAST);
      case UNHEALTHY -> new SimImage(boot, WARM_UP, false, true, 0, FAST);
      case PROBE -> new SimImage(boot, WARM_UP, true, false, 0, FAST);
      case ERRORS -> new SimImage(boot, WARM_UP, true, true, 20, FAST);
      case SLOW -> new SimImage(boot, WARM_UP, true, true, 0, Duration.ofSeconds(30));
      case STUCK -> new SimImage(Duration.ofDays(1), WARM_UP, true, true, 0, FAST);
      case ALARM -> new SimImage(boot, WARM_UP, true, true, 0, FAST).alarmed();
      case COMMAND -> new SimImage(boot, WARM_UP, true, true, 0, FAST).failing();
    };
  }

  /** As it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
