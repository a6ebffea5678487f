package com.pharmaserv.repave.aws.gauge;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * What is asked about a target group behind an Application Load Balancer. Every one of these
 * metrics exists for a target group at its load balancer and leaves out health checks (Elastic Load
 * Balancing user guide, "CloudWatch metrics for your Application Load Balancer").
 */
enum Query {
  /** Requests for which a machine could be chosen; those of the test route among them. */
  REQUESTS("RequestCount", "Sum", false),
  ERRORS("HTTPCode_Target_5XX_Count", "Sum", false),
  CONNECTIONS("TargetConnectionErrorCount", "Sum", false),
  HANDSHAKES("TargetTLSNegotiationErrorCount", "Sum", false),
  P50("TargetResponseTime", "p50", true),
  P99("TargetResponseTime", "p99", true),
  /**
   * In case that CloudWatch leaves out the one value of the whole window, because it lets it begin
   * before the window: its documentation says when a period is exact, not where it begins.
   */
  P50_EACH("TargetResponseTime", "p50", false),
  P99_EACH("TargetResponseTime", "p99", false);

  /**
   * A machine that takes a request and breaks off or answers too late is a 502 or 504 of the load
   * balancer, which CloudWatch counts for the whole load balancer only. Alarms are for those.
   */
  static final Set<Query> FAILURES = EnumSet.of(ERRORS, CONNECTIONS, HANDSHAKES);

  private static final String NAMESPACE = "AWS/ApplicationELB";

  private final String metric;
  private final String statistic;
  private final boolean whole;

  /**
   * A query.
   *
   * @param whole whether one value is to stand for the whole window, and not for each piece of it
   */
  Query(String metric, String statistic, boolean whole) {
    this.metric = metric;
    this.statistic = statistic;
    this.whole = whole;
  }

  /** A query's id within a call must start with a lower-case letter. */
  String id(int group) {
    return name().toLowerCase(Locale.ROOT) + "_" + group;
  }

  MetricDataQuery of(int number, Metrics.Group group, Metrics.Window window) {
    return MetricDataQuery.builder()
        .id(id(number))
        .returnData(true)
        .metricStat(
            s ->
                s.stat(statistic)
                    .period((int) (whole ? window.length() : window.piece()).toSeconds())
                    .metric(
                        m ->
                            m.namespace(NAMESPACE)
                                .metricName(metric)
                                .dimensions(
                                    dimension("TargetGroup", group.targetGroup()),
                                    dimension("LoadBalancer", group.balancer()))))
        .build();
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }
}
