package com.pharmaserv.repave.aws.gauge;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * What is asked about a target group behind an Application Load Balancer. Every one of these
 * metrics exists for a target group at its load balancer and leaves out health checks (Elastic Load
 * Balancing user guide, "CloudWatch metrics for your Application Load Balancer").
 */
enum Query {
  /** Requests for which a machine could be chosen; those of the test route among them. */
  REQUESTS("RequestCount", "Sum"),
  ERRORS("HTTPCode_Target_5XX_Count", "Sum"),
  CONNECTIONS("TargetConnectionErrorCount", "Sum"),
  HANDSHAKES("TargetTLSNegotiationErrorCount", "Sum"),
  P50("TargetResponseTime", "p50"),
  P99("TargetResponseTime", "p99");

  /**
   * A machine that takes a request and breaks off or answers too late is a 502 or 504 of the load
   * balancer, which CloudWatch counts for the whole load balancer only. Alarms are for those.
   */
  static final Set<Query> FAILURES = EnumSet.of(ERRORS, CONNECTIONS, HANDSHAKES);

  private static final String NAMESPACE = "AWS/ApplicationELB";
  private static final double NANOS = 1e9;

  private final String metric;
  private final String statistic;

  Query(String metric, String statistic) {
    this.metric = metric;
    this.statistic = statistic;
  }

  /** A query's id within a call must start with a lower-case letter. */
  String id(int group) {
    return name().toLowerCase(Locale.ROOT) + "_" + group;
  }

  MetricDataQuery of(int number, Metrics.Group group, int periodSeconds) {
    return MetricDataQuery.builder()
        .id(id(number))
        .returnData(true)
        .metricStat(
            s ->
                s.stat(statistic)
                    .period(periodSeconds)
                    .metric(
                        m ->
                            m.namespace(NAMESPACE)
                                .metricName(metric)
                                .dimensions(
                                    dimension("TargetGroup", group.targetGroup()),
                                    dimension("LoadBalancer", group.balancer()))))
        .build();
  }

  /** The worst of the window's pieces: percentiles of pieces cannot be added up. */
  static Optional<Duration> slowest(@Nullable List<Double> seconds) {
    return seconds == null
        ? Optional.empty()
        : seconds.stream()
            .max(Double::compare)
            .map(most -> Duration.ofNanos(Math.round(most * NANOS)));
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }
}
