package com.pharmaserv.repave.aws.twin.watch;

import java.time.Instant;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;

/**
 * An alarm of a metric, or one of other alarms.
 *
 * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 * @param reason of the state
 * @param since when it got that state
 * @param putAt when its settings were put
 * @param given the request that put its settings
 */
public record Alarm(
    String name, String state, String reason, Instant since, Instant putAt, SdkPojo given) {
  /** Composite ones are decided by other alarms. */
  AlarmType type() {
    return given instanceof PutCompositeAlarmRequest
        ? AlarmType.COMPOSITE_ALARM
        : AlarmType.METRIC_ALARM;
  }

  Alarm turned(String next, String why, Instant at) {
    return new Alarm(name, next, why, at, putAt, given);
  }
}
