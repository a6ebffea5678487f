package com.pharmaserv.repave.model;

import java.time.Duration;
import java.time.Instant;

/** When a stage began, and when its patience ends. */
public record Span(Instant since, Instant until) {
  /** From now on, for that long. */
  public static Span of(Instant now, Duration patience) {
    return new Span(now, now.plus(patience));
  }

  /** The same beginning, with another end. */
  public Span until(Instant end) {
    return new Span(since, end);
  }

  /** How long the patience lasts, or zero if it ended before it began. */
  public Duration patience() {
    return until.isAfter(since) ? Duration.between(since, until) : Duration.ZERO;
  }
}
