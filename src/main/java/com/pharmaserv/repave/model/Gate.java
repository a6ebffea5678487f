package com.pharmaserv.repave.model;

import java.time.Duration;

/** A fleet-level condition that a soaking candidate must meet. */
public sealed interface Gate {
  /** Fewest requests that make the gate's number mean anything. */
  int requestsMin();

  /** Share of requests that failed: server errors (5xx), and requests without an answer. */
  record ErrorRate(double percentMax, int requestsMin) implements Gate {
    public ErrorRate {
      if (!(percentMax >= 0 && percentMax < 100)) {
        throw new IllegalArgumentException(
            "error rate " + percentMax + " must be a percentage from 0 to below 100");
      }
      requireRequests(requestsMin);
    }
  }

  /** 99th percentile of the time to the last byte. */
  record Latency(Duration p99Max, int requestsMin) implements Gate {
    public Latency {
      if (p99Max.isNegative() || p99Max.isZero()) {
        throw new IllegalArgumentException("p99 " + p99Max + " must be above 0");
      }
      requireRequests(requestsMin);
    }
  }

  private static void requireRequests(int requestsMin) {
    if (requestsMin < 1) {
      throw new IllegalArgumentException("minimum requests " + requestsMin + " must be at least 1");
    }
  }
}
