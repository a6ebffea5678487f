package com.pharmaserv.repave.aws.twin.watch;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.typed.TypedService;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;

/** CloudWatch, API version 2010-08-01. */
public final class WatchService extends TypedService {
  private WatchService() {
    super("monitoring", Protocol.CBOR, "");
    AlarmCalls alarms = new AlarmCalls();
    op("PutMetricAlarm", PutMetricAlarmRequest::builder, alarms::put);
    op("PutCompositeAlarm", PutCompositeAlarmRequest::builder, alarms::put);
    op("DescribeAlarms", DescribeAlarmsRequest::builder, alarms::describe);
    op("SetAlarmState", SetAlarmStateRequest::builder, alarms::setState);
    op("DeleteAlarms", DeleteAlarmsRequest::builder, alarms::delete);
    op("GetMetricData", GetMetricDataRequest::builder, new MetricCalls()::get);
  }

  public static void register(TwinCloud cloud) {
    cloud.serve(new WatchService());
    cloud.provide(Alarms.class, Alarms::new);
  }
}
