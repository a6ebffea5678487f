package com.pharmaserv.repave.demo;

import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.report.Figures;
import com.pharmaserv.repave.report.ReportData.FleetReport;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One environment's fleet and the load on it. */
record Region(Fleet fleet, LoadGenerator load) {
  /** How long before the first shift and after the last one latency is compared. */
  private static final Duration BESIDE = Duration.ofSeconds(2);

  /** When a rollout moved traffic. */
  private record Shifts(Instant first, Instant last) {
    Shifts until(Instant later) {
      return new Shifts(first, later);
    }
  }

  /** Prints the region's figures, and gathers what the report needs. */
  FleetReport report(Wiring wiring, PrintWriter out) throws Exception {
    List<JournalRecord> records = wiring.localJournal(fleet.id()).records();
    List<Figures> figures = new ArrayList<>();
    for (Map.Entry<RolloutId, Shifts> entry : shifts(records).entrySet()) {
      Shifts shifts = entry.getValue();
      if (shifts.first().isAfter(load.startedAt())) {
        String name = entry.getKey() + " ";
        Instant settled = settled(records, entry.getKey(), shifts.last());
        figures.add(load.between(name + "before", shifts.first().minus(BESIDE), shifts.first()));
        figures.add(load.between(name + "during", shifts.first(), settled));
        figures.add(load.between(name + "after", settled, settled.plus(BESIDE)));
      }
    }
    out.println();
    out.println(fleet.id() + "                     requests   failed      p50      p99");
    figures.forEach(row -> out.println(line(row)));
    return new FleetReport(fleet.id(), records, load.samples(), figures);
  }

  private static String line(Figures row) {
    return String.format(
        java.util.Locale.ROOT,
        "  %-26s %8d %8d %6.1f ms %6.1f ms",
        row.label(),
        row.requests(),
        row.failed(),
        row.p50().toNanos() / 1e6,
        row.p99().toNanos() / 1e6);
  }

  private static Map<RolloutId, Shifts> shifts(List<JournalRecord> records) {
    Map<RolloutId, Shifts> shifts = new LinkedHashMap<>();
    for (JournalRecord entry : records) {
      if (entry.entry() instanceof Intended intended && intended.action() instanceof ShiftTraffic) {
        Instant at = entry.at();
        shifts.merge(intended.rollout(), new Shifts(at, at), (old, fresh) -> old.until(at));
      }
    }
    return shifts;
  }

  /** The first decision in another phase after the last shift: soaked, or drained going back. */
  private static Instant settled(List<JournalRecord> records, RolloutId rollout, Instant last) {
    Optional<Decided> at = Optional.empty();
    for (JournalRecord entry : records) {
      boolean later = entry.at().isAfter(last);
      if (later && entry.entry() instanceof Decided d && d.state().id().equals(rollout)) {
        boolean moved = at.isPresent() && at.get().state().phase() != d.state().phase();
        if (moved) {
          return entry.at();
        }
        at = Optional.of(d);
      }
    }
    return last.plus(BESIDE);
  }

  /** What people call each image. */
  static Map<ImageId, String> versions(Wiring wiring, String environment, String name)
      throws Exception {
    Map<ImageId, String> versions = new HashMap<>();
    for (Image image : wiring.provider(wiring.environment(environment)).images().list()) {
      versions.put(image.id(), name + " " + image.version());
    }
    return versions;
  }
}
