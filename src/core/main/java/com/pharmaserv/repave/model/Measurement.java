package com.pharmaserv.repave.model;

import java.time.Duration;
import java.time.Instant;

/** What the balancer counted for one generation between two instants. */
public record Measurement(
    Instant since, Instant until, long requests, long failures, Duration p50, Duration p99) {
  public Measurement {
    if (requests < 0 || failures < 0 || failures > requests) {
      throw new IllegalArgumentException(
          "measurement of " + requests + " requests with " + failures + " failures is impossible");
    }
  }

  /** Failed requests in percent; 0 when there were none. */
  public double failurePercent() {
    return requests == 0 ? 0 : 100.0 * failures / requests;
  }
}
