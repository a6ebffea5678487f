package com.pharmaserv.repave.aws.twin.watch;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.balancing.Balancing;
import com.pharmaserv.repave.aws.twin.balancing.Meter.Minute;
import com.pharmaserv.repave.aws.twin.balancing.Traffic;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Answers metrics of target groups from what the load balancers counted. */
final class MetricCalls {
  private static final int QUERIES_MAX = 500;

  /** A minute can be read about one minute after it has ended. */
  private static final Duration DELAY = Duration.ofSeconds(60);

  GetMetricDataResponse get(Request call, GetMetricDataRequest asked) {
    Instant from = given(asked.startTime(), "StartTime");
    Instant to = given(asked.endTime(), "EndTime");
    if (!from.isBefore(to)) {
      throw new TwinException(
          "ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
    }
    List<MetricDataQuery> queries = asked.metricDataQueries();
    if (queries.isEmpty() || queries.size() > QUERIES_MAX) {
      throw new TwinException(
          "ValidationError", queries.size() + " queries, must be from 1 to " + QUERIES_MAX);
    }
    boolean ascending = asked.scanBy() == ScanBy.TIMESTAMP_ASCENDING;
    return GetMetricDataResponse.builder()
        .metricDataResults(
            queries.stream().map(query -> result(call, query, from, to, ascending)).toList())
        .messages(List.of())
        .build();
  }

  private static <T> T given(@Nullable T value, String name) {
    if (value == null) {
      throw new TwinException("MissingParameter", "The parameter " + name + " is required.");
    }
    return value;
  }

  private static MetricDataResult result(
      Request call, MetricDataQuery query, Instant from, Instant to, boolean ascending) {
    NavigableMap<Instant, Double> points = points(call, query, from, to);
    Map<Instant, Double> ordered = ascending ? points : points.descendingMap();
    return MetricDataResult.builder()
        .id(given(query.id(), "Id"))
        .label(Objects.requireNonNullElse(query.label(), query.metricStat().metric().metricName()))
        .timestamps(ordered.keySet())
        .values(ordered.values())
        .statusCode(StatusCode.COMPLETE)
        .build();
  }

  private static NavigableMap<Instant, Double> points(
      Request call, MetricDataQuery query, Instant from, Instant to) {
    if (query.expression() != null) {
      throw new AssertionError("the double has no metric math: " + query);
    }
    Metric metric = query.metricStat().metric();
    int period = Objects.requireNonNullElse(query.metricStat().period(), 60);
    if (period < 60 || period % 60 != 0) {
      throw new TwinException("ValidationError", "Period " + period + " must be a multiple of 60");
    }
    String name = given(metric.metricName(), "MetricName");
    String stat = given(query.metricStat().stat(), "Stat");
    TreeMap<Instant, Minute> merged = new TreeMap<>();
    minutes(call, metric, from, to)
        .forEach((at, minute) -> merged.merge(startOf(at, from, period), minute, Minute::plus));
    TreeMap<Instant, Double> points = new TreeMap<>();
    merged.forEach(
        (at, minute) -> value(name, stat, minute).ifPresent(value -> points.put(at, value)));
    return points;
  }

  /** Periods follow one another from the asked start on, which counts in whole minutes. */
  private static Instant startOf(Instant minute, Instant from, int period) {
    Instant first = from.truncatedTo(ChronoUnit.MINUTES);
    long whole = Duration.between(first, minute).toSeconds() / period;
    return first.plusSeconds(whole * period);
  }

  /** What can be read already: complete minutes, a while ago. */
  private static Map<Instant, Minute> minutes(
      Request call, Metric metric, Instant from, Instant to) {
    Map<String, String> dimensions = new TreeMap<>();
    metric.dimensions().forEach(each -> dimensions.put(each.name(), each.value()));
    Optional<String> group =
        call.region()
            .part(Balancing.class)
            .groupWith(
                dimensions.getOrDefault("TargetGroup", ""),
                dimensions.getOrDefault("LoadBalancer", ""));
    Map<Instant, Minute> all =
        group.isEmpty()
            ? Map.of()
            : call.region()
                .part(Traffic.class)
                .meter()
                .between(group.get(), from.truncatedTo(ChronoUnit.MINUTES), to);
    Map<Instant, Minute> readable = new TreeMap<>(all);
    Instant latest = call.asOf().minus(DELAY).minusSeconds(60);
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
