package com.pharmaserv.repave.aws.twin.watch;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinService;
import com.pharmaserv.repave.aws.twin.wire.Protocol;

/** CloudWatch, API version 2010-08-01. */
public final class WatchService extends TwinService {
  private WatchService() {
    super("monitoring", Protocol.QUERY, "http://monitoring.amazonaws.com/doc/2010-08-01/");
    AlarmCalls alarms = new AlarmCalls();
    on("PutMetricAlarm", alarms::put);
    on("PutCompositeAlarm", alarms::put);
    on("DescribeAlarms", alarms::describe);
    on("SetAlarmState", alarms::setState);
    on("DeleteAlarms", alarms::delete);
    on("GetMetricData", new MetricCalls()::get);
  }

  public static void register(TwinCloud cloud) {
    cloud.serve(new WatchService());
    cloud.provide(Alarms.class, Alarms::new);
  }
}
