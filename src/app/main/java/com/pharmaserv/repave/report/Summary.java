package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.report.History.Rollout;
import com.pharmaserv.repave.report.ReportData.FleetReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** The report in a few numbers. */
record Summary(
    long requests,
    long failed,
    long skipped,
    long brokenRequests,
    long brokenFailed,
    int rollouts,
    int succeeded,
    int rolledBack,
    int failedClean,
    int keptWarm,
    int open,
    boolean load) {

  static Summary of(ReportData data, List<History> histories) {
    long requests = 0;
    long failed = 0;
    long skipped = 0;
    long brokenRequests = 0;
    long brokenFailed = 0;
    boolean load = false;
    for (FleetReport fleet : data.fleets()) {
      load |= !fleet.samples().isEmpty();
      for (Sample sample : fleet.samples()) {
        requests += sample.requests();
        failed += sample.failures();
        skipped += sample.skipped();
        brokenRequests += broken(data, sample.requestsByVersion());
        brokenFailed += broken(data, sample.failuresByVersion());
      }
    }
    List<Rollout> rollouts = histories.stream().flatMap(h -> h.rollouts().stream()).toList();
    return new Summary(
        requests,
        failed,
        skipped,
        brokenRequests,
        brokenFailed,
        rollouts.size(),
        count(rollouts, End.Kind.SUCCEEDED),
        count(rollouts, End.Kind.ROLLED_BACK),
        count(rollouts, End.Kind.FAILED_CLEAN),
        (int) rollouts.stream().filter(Summary::keptWarm).count(),
        (int) rollouts.stream().filter(r -> r.end().isEmpty() && !keptWarm(r)).count(),
        load);
  }

  /** All that is left of it is to wait, so that a way back stays open. */
  private static boolean keptWarm(Rollout rollout) {
    RolloutState last = rollout.last();
    return !last.ended() && last.promoted() && last.course() == Course.FORWARD;
  }

  private static long broken(ReportData data, SortedMap<String, Long> byVersion) {
    return byVersion.entrySet().stream()
        .filter(entry -> data.brokenVersions().contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static int count(List<Rollout> rollouts, End.Kind kind) {
    return (int)
        rollouts.stream().filter(r -> r.end().map(end -> end.kind() == kind).orElse(false)).count();
  }

  long failedOtherwise() {
    return failed - brokenFailed;
  }

  boolean kept() {
    return failedOtherwise() == 0 && open == 0;
  }

  String ends() {
    List<String> parts = new ArrayList<>();
    part(parts, succeeded, "succeeded");
    part(parts, rolledBack, "rolled back");
    part(parts, failedClean, "failed clean");
    part(parts, keptWarm, "promoted with the previous generation still kept warm");
    part(parts, open, "not ended");
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  private static void part(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }

  /** What happened, in sentences. */
  String sentence(boolean brokenPlanned) {
    String rolled = rollouts + (rollouts == 1 ? " rollout: " : " rollouts: ") + ends() + ".";
    if (!load) {
      return rolled + " No load was measured.";
    }
    String where = brokenPlanned ? " outside of the broken version's share" : "";
    String sent =
        " Of "
            + grouped(requests)
            + " requests "
            + grouped(failedOtherwise())
            + " failed"
            + where
            + ".";
    String broken =
        brokenPlanned
            ? " The broken version answered "
                + grouped(brokenRequests)
                + " and failed "
                + grouped(brokenFailed)
                + " of them before traffic was taken from it."
            : "";
    String missed =
        skipped > 0
            ? " Another "
                + grouped(skipped)
                + " were due while all connections were busy for too long, and were never sent."
            : "";
    return rolled + sent + broken + missed;
  }
}
