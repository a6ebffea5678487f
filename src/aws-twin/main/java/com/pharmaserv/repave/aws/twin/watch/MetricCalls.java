package com.pharmaserv.repave.aws.twin.watch;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.balancing.Balancing;
import com.pharmaserv.repave.aws.twin.balancing.Meter.Minute;
import com.pharmaserv.repave.aws.twin.balancing.Traffic;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers metrics of target groups from what the load balancers counted. */
final class MetricCalls {
  private static final int QUERIES_MAX = 500;

  /** A minute can be read about one minute after it has ended. */
  private static final Duration DELAY = Duration.ofSeconds(60);

  private record Series(String id, String label, TreeMap<Instant, Double> points) {}

  Answer get(Request request) {
    Params params = request.params();
    Instant from = params.instant("StartTime").orElseThrow(() -> missing("StartTime"));
    Instant to = params.instant("EndTime").orElseThrow(() -> missing("EndTime"));
    if (!from.isBefore(to)) {
      throw new TwinException(
          "ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
    }
    List<Params> queries = params.items("MetricDataQueries");
    if (queries.isEmpty() || queries.size() > QUERIES_MAX) {
      throw new TwinException(
          "ValidationError", queries.size() + " queries, must be from 1 to " + QUERIES_MAX);
    }
    boolean ascending = params.text("ScanBy").orElse("").equals("TimestampAscending");
    List<Series> all = queries.stream().map(query -> series(request, query, from, to)).toList();
    return Answer.xml(
        xml ->
            xml.list("MetricDataResults", all, (item, series) -> write(item, series, ascending))
                .texts("Messages", List.of()));
  }

  private static TwinException missing(String name) {
    return new TwinException("MissingParameter", "The parameter " + name + " is required.");
  }

  private static void write(Xml xml, Series series, boolean ascending) {
    Map<Instant, Double> points = ascending ? series.points() : series.points().descendingMap();
    xml.text("Id", series.id())
        .text("Label", series.label())
        .texts("Timestamps", points.keySet().stream().map(Instant::toString).toList())
        .texts("Values", points.values().stream().map(String::valueOf).toList())
        .text("StatusCode", "Complete");
  }

  private static Series series(Request request, Params query, Instant from, Instant to) {
    if (query.has("Expression")) {
      throw new AssertionError("the double has no metric math: " + query);
    }
    Params metric = query.at("MetricStat.Metric");
    int period = query.number("MetricStat.Period").orElse(60);
    if (period < 60 || period % 60 != 0) {
      throw new TwinException("ValidationError", "Period " + period + " must be a multiple of 60");
    }
    String name = metric.required("MetricName");
    String stat = query.required("MetricStat.Stat");
    TreeMap<Instant, Minute> merged = new TreeMap<>();
    minutes(request, metric, from, to)
        .forEach((at, minute) -> merged.merge(startOf(at, from, period), minute, Minute::plus));
    TreeMap<Instant, Double> points = new TreeMap<>();
    merged.forEach(
        (at, minute) -> value(name, stat, minute).ifPresent(value -> points.put(at, value)));
    return new Series(query.required("Id"), query.text("Label").orElse(name), points);
  }

  /** Periods follow one another from the asked start on, which counts in whole minutes. */
  private static Instant startOf(Instant minute, Instant from, int period) {
    Instant first = from.truncatedTo(ChronoUnit.MINUTES);
    long whole = Duration.between(first, minute).toSeconds() / period;
    return first.plusSeconds(whole * period);
  }

  /** What can be read already: complete minutes, a while ago. */
  private static Map<Instant, Minute> minutes(
      Request request, Params metric, Instant from, Instant to) {
    Map<String, String> dimensions = new TreeMap<>();
    metric
        .items("Dimensions")
        .forEach(item -> dimensions.put(item.required("Name"), item.required("Value")));
    Optional<String> group =
        request
            .region()
            .part(Balancing.class)
            .groupWith(
                dimensions.getOrDefault("TargetGroup", ""),
                dimensions.getOrDefault("LoadBalancer", ""));
    Map<Instant, Minute> all =
        group.isEmpty()
            ? Map.of()
            : request
                .region()
                .part(Traffic.class)
                .meter()
                .between(group.get(), from.truncatedTo(ChronoUnit.MINUTES), to);
    Map<Instant, Minute> readable = new TreeMap<>(all);
    Instant latest = request.asOf().minus(DELAY).minusSeconds(60);
    readable.keySet().removeIf(minute -> minute.isAfter(latest));
    return readable;
  }

  /**
   * The metric's value. User guide, "CloudWatch metrics for your Application Load Balancer": the
   * error counts are only reported if there is a nonzero value, so no point means none.
   */
  private static Optional<Double> value(String name, String stat, Minute minute) {
    return switch (name) {
      // NewFlowCount and TCP_Target_Reset_Count are what network load balancers have instead.
      case "RequestCount", "NewFlowCount" -> count(stat, minute.requests());
      case "HTTPCode_Target_5XX_Count" -> count(stat, minute.errors());
      case "TargetConnectionErrorCount", "TCP_Target_Reset_Count" -> count(stat, minute.refused());
      // Every connection that a machine takes is a good one here.
      case "TargetTLSNegotiationErrorCount" -> Optional.empty();
      case "TargetResponseTime" -> latency(stat, minute);
      default -> throw new AssertionError("the double does not count " + name);
    };
  }

  private static Optional<Double> count(String stat, long count) {
    if (!stat.equals("Sum")) {
      throw new AssertionError("the double counts sums only, not " + stat);
    }
    return count == 0 ? Optional.empty() : Optional.of((double) count);
  }

  private static Optional<Double> latency(String stat, Minute minute) {
    if (stat.equals("Average")) {
      return minute.meanLatency();
    }
    if (stat.equals("SampleCount")) {
      return count("Sum", minute.answers());
    }
    if (!stat.matches("p\\d{1,2}(\\.\\d+)?")) {
      throw new AssertionError("the double does not know the statistic " + stat);
    }
    return minute.latency(Double.parseDouble(stat.substring(1)) / 100);
  }
}
