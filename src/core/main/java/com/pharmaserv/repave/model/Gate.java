package com.pharmaserv.repave.model;

import java.time.Duration;
import java.util.List;

/** A fleet-level condition that a soaking candidate must meet. */
public sealed interface Gate {
  /** A gate on a number that is only worth something once enough requests were counted. */
  sealed interface Measured extends Gate {
    /** Fewest requests that make the gate's number mean anything. */
    int requestsMin();
  }

  /** Share of requests that failed: server errors (5xx), and requests without an answer. */
  record ErrorRate(double percentMax, int requestsMin) implements Measured {
    public ErrorRate {
      if (!(percentMax >= 0 && percentMax < 100)) {
        throw new IllegalArgumentException(
            "error rate " + percentMax + " must be a percentage from 0 to below 100");
      }
      requireRequests(requestsMin);
    }
  }

  /** 99th percentile of the time to the last byte. */
  record Latency(Duration p99Max, int requestsMin) implements Measured {
    public Latency {
      if (p99Max.isNegative() || p99Max.isZero()) {
        throw new IllegalArgumentException("p99 " + p99Max + " must be above 0");
      }
      requireRequests(requestsMin);
    }
  }

  /** Alarms of the provider, none of which may fire. */
  record Alarms(List<String> names) implements Gate {
    /** CloudWatch names at most 100 alarms in one call (API reference, DescribeAlarms). */
    public static final int NAMES_MAX = 100;

    public Alarms {
      names = List.copyOf(names);
      if (names.isEmpty() || names.size() > NAMES_MAX) {
        throw new IllegalArgumentException(
            "alarms " + names + " must be 1 to " + NAMES_MAX + " names");
      }
    }
  }

  /**
   * A command that must succeed once in every soak, near its end.
   *
   * @param shell what a shell is given to run
   * @param timeout after which the command is killed and has failed
   */
  record Command(String shell, Duration timeout) implements Gate {
    public Command {
      if (shell.isBlank()) {
        throw new IllegalArgumentException("command '" + shell + "' must name something to run");
      }
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout " + timeout + " must be above 0");
      }
    }
  }

  private static void requireRequests(int requestsMin) {
    if (requestsMin < 1) {
      throw new IllegalArgumentException("minimum requests " + requestsMin + " must be at least 1");
    }
  }
}
