package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.MeasureFleets.Ends;
import com.pharmaserv.repave.operation.MeasureFleets.Figures;
import com.pharmaserv.repave.operation.MeasureFleets.Measured;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Figures in the text format of Prometheus. Times are Unix times, of which a reader makes ages:
 * those go on growing where nobody measures any more.
 */
public final class MetricsText {
  /** Upper bounds of the lengths of rollouts, in seconds. */
  private static final double[] LENGTHS = {
    60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, Double.POSITIVE_INFINITY
  };

  private static final double MILLIS = 1000;

  private final List<Figures> fleets;

  private MetricsText(Measured measured) {
    this.fleets = measured.measured();
  }

  /** All figures, in the order of their names. */
  public static String of(Measured measured) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(bytes, new MetricsText(measured).snapshots());
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private MetricSnapshots snapshots() {
    return new MetricSnapshots(
        info(),
        instants(
            "running_since_timestamp_seconds",
            "When its machines took over.",
            Figures::runningSince),
        instants("image_baked_timestamp_seconds", "When its image was baked.", Figures::bakedAt),
        instants("deadline_timestamp_seconds", "By when it has to be rolled.", Figures::deadline),
        flags("stale", "Whether it should be rolled.", Figures::stale),
        flags(
            "held", "Whether it is left as it is until a person says otherwise.", Figures::isHeld),
        flags("rollout_open", "Whether a rollout of it is open.", Figures::underWay),
        flags("rollout_halted", "Whether that waits for a person.", Figures::needsPerson),
        waiting(),
        timeToPatch(),
        ends(),
        lengths());
  }

  private static Labels labels(Figures fleet) {
    return Labels.of(
        "environment", fleet.fleet().environment().name(), "fleet", fleet.fleet().name());
  }

  private InfoSnapshot info() {
    InfoSnapshot.Builder info =
        InfoSnapshot.builder().name("repave_fleet").help("What a fleet runs.");
    for (Figures fleet : fleets) {
      String image = fleet.runningImage().map(ImageId::toString).orElse("");
      info.dataPoint(
          InfoSnapshot.InfoDataPointSnapshot.builder()
              .labels(labels(fleet).merge(Labels.of("image", image)))
              .build());
    }
    return info.build();
  }

  private GaugeSnapshot instants(
      String name, String help, Function<Figures, Optional<Instant>> figure) {
    GaugeSnapshot.Builder gauge = gauge(name, help).unit(Unit.SECONDS);
    for (Figures fleet : fleets) {
      figure
          .apply(fleet)
          .ifPresent(at -> gauge.dataPoint(point(labels(fleet), at.toEpochMilli() / MILLIS)));
    }
    return gauge.build();
  }

  private GaugeSnapshot flags(String name, String help, Function<Figures, Boolean> figure) {
    GaugeSnapshot.Builder gauge = gauge(name, help);
    for (Figures fleet : fleets) {
      gauge.dataPoint(point(labels(fleet), figure.apply(fleet) ? 1 : 0));
    }
    return gauge.build();
  }

  private GaugeSnapshot waiting() {
    GaugeSnapshot.Builder gauge =
        gauge("fixes_waiting", "Fixes that the newest image has and the running one lacks.");
    for (Figures fleet : fleets) {
      fleet
          .fixesWaiting()
          .forEach((urgency, n) -> gauge.dataPoint(point(urgent(fleet, urgency), n)));
    }
    return gauge.build();
  }

  private GaugeSnapshot timeToPatch() {
    GaugeSnapshot.Builder gauge =
        gauge(
                "time_to_patch_seconds",
                "From the publication of a fix to the fleet, the slowest of the running image.")
            .unit(Unit.SECONDS);
    for (Figures fleet : fleets) {
      fleet
          .timeToPatch()
          .forEach(
              (urgency, took) ->
                  gauge.dataPoint(point(urgent(fleet, urgency), took.toMillis() / MILLIS)));
    }
    return gauge.build();
  }

  private static Labels urgent(Figures fleet, Object urgency) {
    return labels(fleet)
        .merge(Labels.of("urgency", String.valueOf(urgency).toLowerCase(Locale.ROOT)));
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name("repave_fleet_" + name).help(help);
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private CounterSnapshot ends() {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder().name("repave_rollouts").help("Rollouts that have ended.");
    for (Figures fleet : fleets) {
      for (Ends ends : fleet.ends()) {
        Labels how = Labels.of("outcome", ends.kind().toString(), "reason", ends.endedFor());
        counter.dataPoint(
            CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels(fleet).merge(how))
                .value(ends.count())
                .build());
      }
    }
    return counter.build();
  }

  private HistogramSnapshot lengths() {
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder()
            .name("repave_rollout_promotion_seconds")
            .unit(Unit.SECONDS)
            .help("From the beginning of a rollout to its promotion.");
    for (Figures fleet : fleets) {
      long[] counts = new long[LENGTHS.length];
      double sum = 0;
      for (Duration took : fleet.promotedAfter()) {
        double seconds = took.toMillis() / MILLIS;
        sum += seconds;
        counts[bucket(seconds)]++;
      }
      histogram.dataPoint(
          HistogramSnapshot.HistogramDataPointSnapshot.builder()
              .labels(labels(fleet))
              .classicHistogramBuckets(ClassicHistogramBuckets.of(LENGTHS, counts))
              .sum(sum)
              .build());
    }
    return histogram.build();
  }

  private static int bucket(double seconds) {
    int bucket = 0;
    while (seconds > LENGTHS[bucket]) {
      bucket++;
    }
    return bucket;
  }
}
