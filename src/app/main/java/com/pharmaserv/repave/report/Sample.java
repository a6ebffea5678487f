package com.pharmaserv.repave.report;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a load generator counted in a short span that begins at {@code at}.
 *
 * @param requestsByVersion requests by the version that answered; those whose answer named none are
 *     in {@code requests} only
 * @param failuresByVersion the same for failures
 * @param skipped requests that were due and never sent, because no connection was free for long;
 *     they are in none of the other counts
 */
public record Sample(
    Instant at,
    long requests,
    long failures,
    SortedMap<String, Long> requestsByVersion,
    SortedMap<String, Long> failuresByVersion,
    long skipped) {

  public Sample {
    if (failures < 0 || requests < failures) {
      throw new IllegalArgumentException(
          "sample of " + requests + " requests with " + failures + " failures is impossible");
    }
    requestsByVersion = Collections.unmodifiableSortedMap(new TreeMap<>(requestsByVersion));
    failuresByVersion = Collections.unmodifiableSortedMap(new TreeMap<>(failuresByVersion));
  }
}
