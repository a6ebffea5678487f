package com.pharmaserv.repave.infra.fleet;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.edge.TlsLoadBalancer;
import com.pharmaserv.repave.infra.repave.Alerts;
import com.pharmaserv.repave.model.Fleet;
import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The alarms that a fleet's gates watch. They are made from the environment's file, so that a gate
 * never waits for an alarm that is not there. What the load balancer cannot see, the application
 * reports itself, as metrics of the namespace below.
 */
public final class FleetAlarms extends Part {
  private static final String NAMESPACE = "PharmaServ";
  private static final Set<String> KINDS = Set.of("errors", "latency", "failures", "queue-age");
  private static final int PERIOD_SECONDS = 60;
  private static final int PERIODS = 3;
  private static final double ERRORS_MAX = 10;
  private static final double LATENCY_MAX_SECONDS = 1;
  private static final double FAILURES_MAX = 10;
  private static final double QUEUE_AGE_MAX_SECONDS = 300;

  public FleetAlarms(Fleet fleet, TlsLoadBalancer edge, Alerts alerts) {
    super("FleetAlarms", fleet.id().name(), edge.scope());
    for (String alarm : fleet.policy().alarms()) {
      String kind = kind(fleet, alarm);
      var args =
          MetricAlarmArgs.builder()
              .name(alarm)
              .alarmDescription("Stops or reverts a rollout of fleet " + name())
              .comparisonOperator("GreaterThanThreshold")
              .evaluationPeriods(PERIODS)
              .period(PERIOD_SECONDS)
              // Without requests there is no metric; that is judged by other gates.
              .treatMissingData("notBreaching")
              .alarmActions(alerts.topic().applyValue(List::of));
      measure(args, kind, edge);
      new MetricAlarm(named(kind), args.build(), own());
    }
    registerOutputs(Map.of());
  }

  /** Why an alarm cannot be made; empty if it can. */
  public static String objection(Fleet fleet, String alarm) {
    if (!alarm.startsWith(prefix(fleet)) || !KINDS.contains(kind(fleet, alarm))) {
      return "alarm '"
          + alarm
          + "' of fleet '"
          + fleet.id().name()
          + "' is none that is made; name it "
          + prefix(fleet)
          + "KIND with one of "
          + KINDS.stream().sorted().toList();
    }
    return "";
  }

  private static String prefix(Fleet fleet) {
    return fleet.id().environment() + "-" + fleet.id().name() + "-";
  }

  private static String kind(Fleet fleet, String alarm) {
    return alarm.substring(Math.min(alarm.length(), prefix(fleet).length()));
  }

  private void measure(MetricAlarmArgs.Builder args, String kind, TlsLoadBalancer edge) {
    Output<Map<String, String>> balancer =
        edge.balancer().arnSuffix().applyValue(suffix -> Map.of("LoadBalancer", suffix));
    Map<String, String> fleet = Map.of("Fleet", name());
    switch (kind) {
      case "errors" ->
          args.namespace("AWS/ApplicationELB")
              .metricName("HTTPCode_Target_5XX_Count")
              .statistic("Sum")
              .threshold(ERRORS_MAX)
              .dimensions(balancer);
      case "latency" ->
          args.namespace("AWS/ApplicationELB")
              .metricName("TargetResponseTime")
              .extendedStatistic("p99")
              .threshold(LATENCY_MAX_SECONDS)
              .dimensions(balancer);
      case "failures" ->
          args.namespace(NAMESPACE)
              .metricName("Failures")
              .statistic("Sum")
              .threshold(FAILURES_MAX)
              .dimensions(fleet);
      case "queue-age" ->
          args.namespace(NAMESPACE)
              .metricName("OldestMessageAge")
              .statistic("Maximum")
              .threshold(QUEUE_AGE_MAX_SECONDS)
              .dimensions(fleet);
      default -> throw new IllegalStateException("alarms of kind '" + kind + "' were refused");
    }
  }
}
