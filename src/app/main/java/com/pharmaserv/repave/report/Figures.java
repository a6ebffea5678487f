package com.pharmaserv.repave.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a load generator measured between two instants.
 *
 * @param failedByVersion failures by the version that answered; those without an answer, or whose
 *     answer named none, are in {@code failed} only
 * @param retried requests sent again because their idle connection had been closed by the server;
 *     each is in {@code requests} once
 * @param skipped requests that were due and never sent, because no connection was free for long
 * @param p50 median latency of the paced requests; zero if there were none
 */
public record Figures(
    String label,
    Instant from,
    Instant to,
    long requests,
    long failed,
    SortedMap<String, Long> failedByVersion,
    long retried,
    long skipped,
    Duration p50,
    Duration p99) {

  public Figures {
    if (failed < 0 || requests < failed) {
      throw new IllegalArgumentException(
          "figures of " + requests + " requests with " + failed + " failures are impossible");
    }
    failedByVersion = Collections.unmodifiableSortedMap(new TreeMap<>(failedByVersion));
  }
}
