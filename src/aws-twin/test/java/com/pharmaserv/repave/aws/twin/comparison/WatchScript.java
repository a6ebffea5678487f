package com.pharmaserv.repave.aws.twin.comparison;

import com.pharmaserv.repave.aws.twin.TwinClients;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/** Calls to CloudWatch and STS. */
final class WatchScript {
  private final TwinClients clients;
  private final Recorder recorder;

  WatchScript(TwinClients clients, Recorder recorder) {
    this.clients = clients;
    this.recorder = recorder;
  }

  void watch() {
    clients
        .watch()
        .putMetricAlarm(
            r ->
                r.alarmName("errors")
                    .namespace("AWS/ApplicationELB")
                    .metricName("HTTPCode_Target_5XX_Count")
                    .dimensions(Dimension.builder().name("LoadBalancer").value("x").build())
                    .statistic("Sum")
                    .period(60)
                    .evaluationPeriods(2)
                    .threshold(5.0)
                    .comparisonOperator("GreaterThanThreshold")
                    .treatMissingData("notBreaching"));
    clients
        .watch()
        .setAlarmState(r -> r.alarmName("errors").stateValue("ALARM").stateReason("a test"));
    recorder.step(
        "DescribeAlarms", () -> clients.watch().describeAlarms(r -> r.alarmNames("errors")));
  }

  void identity() {
    recorder.step("GetCallerIdentity", () -> clients.identity().getCallerIdentity());
    recorder.step(
        "AssumeRole",
        () ->
            clients
                .identity()
                .assumeRole(
                    r ->
                        r.roleArn("arn:aws:iam::111122223333:role/repave")
                            .roleSessionName("night")));
  }
}
