package com.pharmaserv.repave.aws.twin.watch;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.typed.Pojos;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;

/** Operations on alarms. */
final class AlarmCalls {
  private static final int NAMES_MAX = 100;

  PutMetricAlarmResponse put(Request call, PutMetricAlarmRequest asked) {
    put(call, asked.alarmName(), asked);
    return PutMetricAlarmResponse.builder().build();
  }

  PutCompositeAlarmResponse put(Request call, PutCompositeAlarmRequest asked) {
    put(call, asked.alarmName(), asked);
    return PutCompositeAlarmResponse.builder().build();
  }

  /** CloudWatch API reference, PutMetricAlarm: a new alarm shows INSUFFICIENT_DATA. */
  private static void put(Request call, String name, SdkPojo given) {
    Optional<Alarm> known = of(call).table().get(name);
    of(call).put(name, given, known.map(Alarm::state).orElse("INSUFFICIENT_DATA"));
  }

  SetAlarmStateResponse setState(Request call, SetAlarmStateRequest asked) {
    Alarms alarms = of(call);
    String name = asked.alarmName();
    String state = asked.stateValueAsString();
    if (!List.of("OK", "ALARM", "INSUFFICIENT_DATA").contains(state)) {
      throw new TwinException("ValidationError", "State value '" + state + "' is not valid");
    }
    if (!alarms.table().has(name)) {
      throw new TwinException("ResourceNotFound", "Alarm '" + name + "' not found", 404);
    }
    String reason = Objects.requireNonNullElse(asked.stateReason(), "");
    alarms.table().update(name, alarm -> alarm.turned(state, reason, call.now()));
    return SetAlarmStateResponse.builder().build();
  }

  DeleteAlarmsResponse delete(Request call, DeleteAlarmsRequest asked) {
    asked.alarmNames().forEach(of(call)::remove);
    return DeleteAlarmsResponse.builder().build();
  }

  /** CloudWatch API reference, DescribeAlarms: names that do not exist are left out in silence. */
  DescribeAlarmsResponse describe(Request call, DescribeAlarmsRequest asked) {
    Alarms alarms = of(call);
    List<String> names = asked.alarmNames();
    if (names.size() > NAMES_MAX) {
      throw new TwinException("ValidationError", names.size() + " alarm names, at most 100");
    }
    // "If you omit this parameter, only metric alarms are returned."
    List<AlarmType> types =
        asked.hasAlarmTypes() ? asked.alarmTypes() : List.of(AlarmType.METRIC_ALARM);
    String prefix = Objects.requireNonNullElse(asked.alarmNamePrefix(), "");
    Optional<String> state = Optional.ofNullable(asked.stateValueAsString());
    List<Alarm> found =
        alarms.table().all(call.asOf()).stream()
            .filter(alarm -> names.isEmpty() || names.contains(alarm.name()))
            .filter(alarm -> alarm.name().startsWith(prefix))
            .filter(a -> types.contains(a.type()))
            .filter(alarm -> state.isEmpty() || state.get().equals(alarm.state()))
            .toList();
    int size = Page.size(Optional.ofNullable(asked.maxRecords()), 50, 1, 100);
    Page<Alarm> page = Page.of(found, Optional.ofNullable(asked.nextToken()), size);
    return DescribeAlarmsResponse.builder()
        .metricAlarms(
            some(page, AlarmType.METRIC_ALARM).stream().map(a -> metric(a, alarms)).toList())
        .compositeAlarms(
            some(page, AlarmType.COMPOSITE_ALARM).stream().map(a -> composite(a, alarms)).toList())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private static List<Alarm> some(Page<Alarm> page, AlarmType type) {
    return page.items().stream().filter(alarm -> alarm.type() == type).toList();
  }

  private static MetricAlarm metric(Alarm alarm, Alarms alarms) {
    return Pojos.copy(alarm.given(), MetricAlarm.builder().actionsEnabled(true))
        .alarmConfigurationUpdatedTimestamp(alarm.putAt())
        .alarmArn(alarms.arnOf(alarm))
        .stateValue(alarm.state())
        .stateReason(alarm.reason())
        .stateUpdatedTimestamp(alarm.since())
        .build();
  }

  private static CompositeAlarm composite(Alarm alarm, Alarms alarms) {
    return Pojos.copy(alarm.given(), CompositeAlarm.builder().actionsEnabled(true))
        .alarmConfigurationUpdatedTimestamp(alarm.putAt())
        .alarmArn(alarms.arnOf(alarm))
        .stateValue(alarm.state())
        .stateReason(alarm.reason())
        .stateUpdatedTimestamp(alarm.since())
        .build();
  }

  private static Alarms of(Request call) {
    return call.region().part(Alarms.class);
  }
}
