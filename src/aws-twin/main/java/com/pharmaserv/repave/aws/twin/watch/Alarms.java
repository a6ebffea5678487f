package com.pharmaserv.repave.aws.twin.watch;

import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/** A region's alarms. Nobody evaluates them: a test says what they show. */
public final class Alarms {
  private final TwinRegion region;
  private final Table<Alarm> alarms;

  public Alarms(TwinRegion region) {
    this.region = region;
    this.alarms = new Table<>(region.clock());
  }

  Table<Alarm> table() {
    return alarms;
  }

  /** The names of all alarms. */
  public List<String> names() {
    return region.cloud().guarded(() -> List.copyOf(alarms.ids()));
  }

  public String arn(String name) {
    return region.arn("cloudwatch", "alarm:" + name);
  }

  /** Adds an alarm that shows {@code OK}. */
  public void add(String name) {
    put(name, PutMetricAlarmRequest.builder().alarmName(name).build(), "OK");
  }

  /** Lets the alarm show that from now on. */
  public void show(String name, String state) {
    region
        .cloud()
        .guarded(
            () -> {
              alarms.update(name, alarm -> alarm.turned(state, "set", region.clock().now()));
              return name;
            });
  }

  public void remove(String name) {
    alarms.remove(name);
  }

  void put(String name, SdkPojo given, String state) {
    region
        .cloud()
        .guarded(
            () -> {
              Instant now = region.clock().now();
              alarms.put(name, new Alarm(name, state, "new", now, now, given));
              return name;
            });
  }

  String arnOf(Alarm alarm) {
    return arn(alarm.name());
  }
}
