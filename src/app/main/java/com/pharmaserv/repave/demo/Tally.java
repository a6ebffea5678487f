package com.pharmaserv.repave.demo;

import com.pharmaserv.repave.report.Sample;
import java.util.List;

/**
 * What became of all requests.
 *
 * @param failedByBroken failures that the image which was broken on purpose answered
 * @param brokenShare requests that it answered in all
 * @param retried requests sent again because an idle connection had been closed
 * @param skipped requests that were never sent, because all connections were busy for too long
 * @param firstFailure why the first one failed; empty if none did
 */
record Tally(
    long requests,
    long failed,
    long failedByBroken,
    long brokenShare,
    long retried,
    long skipped,
    String firstFailure) {

  static Tally of(List<Region> regions, String brokenVersion) {
    long requests = 0;
    long failed = 0;
    long retried = 0;
    long skipped = 0;
    long failedByBroken = 0;
    long brokenShare = 0;
    String first = "";
    for (Region region : regions) {
      LoadGenerator.Totals totals = region.load().totals();
      requests += totals.requests();
      failed += totals.failed();
      retried += totals.retried();
      skipped += totals.skipped();
      first = first.isEmpty() ? totals.firstFailure() : first;
      for (Sample sample : region.load().samples()) {
        failedByBroken += sample.failuresByVersion().getOrDefault(brokenVersion, 0L);
        brokenShare += sample.requestsByVersion().getOrDefault(brokenVersion, 0L);
      }
    }
    return new Tally(requests, failed, failedByBroken, brokenShare, retried, skipped, first);
  }

  /** Failures that nothing excuses. */
  long unexplained() {
    return failed - failedByBroken;
  }

  String sentence() {
    String blame =
        brokenShare == 0
            ? ""
            : ": "
                + failedByBroken
                + " of the "
                + brokenShare
                + " that the broken image answered, "
                + unexplained()
                + " others";
    return requests
        + " requests, "
        + failed
        + " failed"
        + blame
        + (unexplained() > 0 ? " (first: " + firstFailure + ")" : "")
        + ". "
        + retried
        + " were sent again because their idle connection had been closed"
        + (skipped > 0 ? ", " + skipped + " never sent because all connections were busy." : ".");
  }
}
