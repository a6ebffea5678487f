package com.pharmaserv.repave.aws.twin.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinFleet;
import com.pharmaserv.repave.aws.twin.TwinWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/** Metrics that follow the traffic, and alarms, seen through the real client. */
class WatchTest {
  private final TwinCloud cloud = new TwinCloud(13);
  private final TwinWorld world = TwinWorld.of(cloud, "eu-central-1", "eu-prod");
  private final TwinFleet fleet = world.fleet("app");
  private final CloudWatchClient watch = world.clients().watch();
  private final String image = world.image("app", "d".repeat(64), "app");

  private void serve() {
    String id =
        world
            .clients()
            .compute()
            .runInstances(r -> r.imageId(image).instanceType("m5.large").minCount(1).maxCount(1))
            .instances()
            .get(0)
            .instanceId();
    cloud.clock().advance(Duration.ofMinutes(1));
    world
        .clients()
        .balancing()
        .registerTargets(
            r ->
                r.targetGroupArn(fleet.blue()).targets(TargetDescription.builder().id(id).build()));
    cloud.clock().advanceTo(cloud.clock().now().plusSeconds(60).truncatedTo(ChronoUnit.MINUTES));
    world.traffic(fleet, 10);
  }

  private MetricDataResult read(String metric, String stat, Instant from, int period) {
    Instant now = cloud.clock().now();
    return watch
        .getMetricData(
            r ->
                r.startTime(from)
                    .endTime(now)
                    .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                    .metricDataQueries(
                        MetricDataQuery.builder()
                            .id("m")
                            .metricStat(s -> s.metric(metric(metric)).period(period).stat(stat))
                            .build()))
        .metricDataResults()
        .get(0);
  }

  private Metric metric(String name) {
    return Metric.builder()
        .namespace("AWS/ApplicationELB")
        .metricName(name)
        .dimensions(
            Dimension.builder()
                .name("TargetGroup")
                .value(fleet.blue().replaceFirst("^.*:", ""))
                .build(),
            Dimension.builder()
                .name("LoadBalancer")
                .value(fleet.balancerArn().replaceFirst("^.*:loadbalancer/", ""))
                .build())
        .build();
  }

  @Test
  void countsTheRequestsOfAMinuteAndShowsThemAMinuteLater() {
    serve();
    Instant from = cloud.clock().now();
    cloud.clock().advance(Duration.ofSeconds(100));
    assertThat(read("RequestCount", "Sum", from, 60).values()).isEmpty();

    cloud.clock().advance(Duration.ofSeconds(30));
    MetricDataResult result = read("RequestCount", "Sum", from, 60);

    assertThat(result.timestamps()).containsExactly(from);
    assertThat(result.values().get(0)).isBetween(500.0, 600.0);
  }

  @Test
  void showsErrorsOnlyWhereThereAreSomeAndLatenciesInSeconds() {
    serve();
    Instant from = cloud.clock().now();
    cloud.clock().advance(Duration.ofMinutes(3));
    assertThat(read("HTTPCode_Target_5XX_Count", "Sum", from, 60).values()).isEmpty();
    assertThat(read("TargetResponseTime", "p50", from, 60).values()).containsOnly(0.02);
    assertThat(read("TargetResponseTime", "p99", from, 60).values()).containsOnly(0.08);

    world
        .region()
        .behave(
            image,
            ImageBehaviour.GOOD
                .withErrors(0.1)
                .withRefused(0.1)
                .withLatency(Duration.ofMillis(300)));
    cloud.clock().advance(Duration.ofMinutes(10));
    Instant later = cloud.clock().now().minus(Duration.ofMinutes(8));

    double requests = read("RequestCount", "Sum", later, 300).values().get(0);
    double errors = read("HTTPCode_Target_5XX_Count", "Sum", later, 300).values().get(0);
    double refused = read("TargetConnectionErrorCount", "Sum", later, 300).values().get(0);
    assertThat(requests).isEqualTo(3000);
    assertThat(errors).isBetween(270.0, 330.0);
    assertThat(refused).isBetween(270.0, 330.0);
    assertThat(read("TargetResponseTime", "p50", later, 60).values()).containsOnly(0.3);
  }

  @Test
  void leavesOutAlarmsThatDoNotExistAndCompositeOnesUnlessAskedFor() {
    watch.putMetricAlarm(
        r ->
            r.alarmName("errors")
                .metricName("HTTPCode_Target_5XX_Count")
                .namespace("AWS/ApplicationELB")
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanThreshold"));
    watch.putCompositeAlarm(r -> r.alarmName("all").alarmRule("ALARM(errors)"));

    assertThat(watch.describeAlarms(r -> r.alarmNames("errors", "all", "none")).metricAlarms())
        .extracting(MetricAlarm::stateValue)
        .containsExactly(StateValue.INSUFFICIENT_DATA);
    watch.setAlarmState(r -> r.alarmName("errors").stateValue("ALARM").stateReason("a test"));

    var both =
        watch.describeAlarms(r -> r.alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM));
    assertThat(both.metricAlarms().get(0).stateValue()).isEqualTo(StateValue.ALARM);
    assertThat(both.metricAlarms().get(0).threshold()).isEqualTo(1.0);
    assertThat(both.compositeAlarms()).hasSize(1);
  }
}
