package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.Objects;

/**
 * What a person (or a job) asks of a running rollout. Signals are numbered per fleet in the order
 * they were posted, so that each is heard exactly once.
 */
public record Signal(long number, Kind kind, String by, String text, Instant at) {
  public Signal {
    if (number < 1) {
      throw new IllegalArgumentException("signal number " + number + " must be at least 1");
    }
    Objects.requireNonNull(kind, "a signal has a kind");
    Objects.requireNonNull(by, "a signal has a by");
    Objects.requireNonNull(text, "a signal has a text");
    Objects.requireNonNull(at, "a signal has an at");
  }

  /** What is asked. */
  public enum Kind {
    ABORT,
    ROLL_BACK,
    PAUSE,
    RESUME,
    APPROVE,
    REJECT,
    /** End the retention of the previous generation now. */
    RELEASE,
    /** Keep a machine apart; the text is a {@link Suspicion}'s. */
    QUARANTINE,
    /** Begin no rollout after this one; the text is a {@link Hold}'s. */
    HOLD,
    /** End the fleet's hold, and let go of images that its history kept from it. */
    LET_GO
  }
}
