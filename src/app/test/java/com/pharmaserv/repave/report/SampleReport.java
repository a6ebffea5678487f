package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.report.ReportData.Event;
import com.pharmaserv.repave.report.ReportData.FleetReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Two fleets that are rolled to a good and then to a broken version, under load. */
final class SampleReport {
  private static final double RATE = 200;
  private static final Duration LATENCY = Duration.ofNanos(4_310_000);
  private static final Duration LATENCY_HIGH = Duration.ofNanos(18_700_000);

  private SampleReport() {}

  static ReportData data() {
    Instant start = Tale.START;
    return new ReportData(
        "Repave demo",
        "Bakes a patched image, replaces two whole fleets with it under constant load, survives"
            + " the death of its engine, and takes traffic back from a broken image by itself:"
            + " with not one request dropped.",
        start,
        start.plusSeconds(82),
        ZoneOffset.UTC,
        List.of(fleet("local-eu", 2_000, true), fleet("local-us", 3_500, false)),
        List.of(
            new Event(start.plusMillis(400), "local cloud started"),
            new Event(start.plusMillis(1_500), "hello 1 baked"),
            new Event(start.plusMillis(12_500), "load started"),
            new Event(start.plusMillis(14_000), "hello 2 baked"),
            new Event(start.plusMillis(21_050), "engine killed with SIGKILL"),
            new Event(start.plusMillis(23_100), "engine started again, goes on"),
            new Event(start.plusMillis(58_500), "hello 3 baked, broken on purpose")),
        Map.of(Tale.image(1), "1", Tale.image(2), "2", Tale.image(3), "3"),
        Set.of("3"));
  }

  private static FleetReport fleet(String environment, long offset, boolean killed) {
    FleetId id = new FleetId(environment, "hello");
    Tale tale = new Tale(id, Tale.START.plusMillis(offset));
    tale.ready(1, "first rollout of hello 1").step(0, 100, 3_000).finish(100);
    tale.after(15_000 + offset - Duration.between(Tale.START, tale.now()).toMillis());
    tale.ready(2, "rotation: hello 2 is newer");
    tale.step(0, 5, killed ? 1_000 : 3_000);
    if (killed) {
      tale.after(2_300).anotherEngine().after(1_400);
    }
    tale.step(1, 25, 3_000).step(2, 100, 3_000).finish(22_000);
    tale.after(1_500);
    tale.ready(3, "roll hello 3");
    tale.step(0, 5, 1_200);
    tale.rollBack("gate error-rate failed: 42.9% of 21 requests, at most 1% allowed");
    List<Sample> samples = samples(tale);
    return new FleetReport(id, tale.records(), samples, figures(samples));
  }

  /** What a paced load would have seen of the weights in the journal. */
  private static List<Sample> samples(Tale tale) {
    History history = History.of(tale.records(), tale.now());
    Instant from = Tale.START.plusMillis(12_500);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 266; i++) {
      Instant at = from.plusMillis(250L * i);
      int green = share(history, at);
      boolean third = Duration.between(Tale.START, at).toSeconds() > 57;
      String blueVersion = third ? "3" : "1";
      double wave = Math.sin(i * 0.7) * 1.5;
      long requests = Math.round(RATE / 4 + wave);
      long onGreen = Math.round(requests * green / 100.0);
      SortedMap<String, Long> byVersion = new TreeMap<>();
      put(byVersion, "2", onGreen);
      put(byVersion, blueVersion, requests - onGreen);
      long failed = third ? Math.round((requests - onGreen) * 0.45) : 0;
      SortedMap<String, Long> failures = new TreeMap<>();
      put(failures, "3", failed);
      samples.add(
          new Sample(
              at,
              requests + (i % 3 == 0 ? 1 : 0),
              failed,
              byVersion,
              failures,
              i > 200 && i < 204 ? 9 : 0));
    }
    return samples;
  }

  private static void put(SortedMap<String, Long> map, String version, long count) {
    if (count > 0) {
      map.put(version, count);
    }
  }

  private static int share(History history, Instant at) {
    int green = 0;
    for (History.Shift shift : history.shifts()) {
      green = shift.at().isAfter(at) ? green : shift.weights().green();
    }
    return green;
  }

  private static List<Figures> figures(List<Sample> samples) {
    List<Figures> rows = new ArrayList<>();
    String[] labels = {"before", "shift to 2: 5%", "shift to 2: 25%", "swap to 2", "broken 3"};
    for (int i = 0; i < labels.length; i++) {
      List<Sample> part = samples.subList(i * 50, i * 50 + 50);
      long requests = part.stream().mapToLong(Sample::requests).sum();
      long failed = part.stream().mapToLong(Sample::failures).sum();
      SortedMap<String, Long> byVersion = new TreeMap<>();
      put(byVersion, "3", failed);
      rows.add(
          new Figures(
              labels[i],
              part.get(0).at(),
              part.get(49).at(),
              requests,
              failed,
              byVersion,
              i == 3 ? 2 : 0,
              i == 4 ? 27 : 0,
              LATENCY,
              LATENCY_HIGH.plusMillis(i)));
    }
    return rows;
  }
}
