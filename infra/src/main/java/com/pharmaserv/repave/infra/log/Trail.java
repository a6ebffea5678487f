package com.pharmaserv.repave.infra.log;

import com.pharmaserv.repave.infra.core.Bucket;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.repave.Alerts;
import com.pulumi.aws.cloudtrail.TrailArgs;
import com.pulumi.aws.cloudtrail.inputs.TrailAdvancedEventSelectorArgs;
import com.pulumi.aws.cloudtrail.inputs.TrailAdvancedEventSelectorFieldSelectorArgs;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogMetricFilter;
import com.pulumi.aws.cloudwatch.LogMetricFilterArgs;
import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.cloudwatch.inputs.LogMetricFilterMetricTransformationArgs;
import java.util.List;
import java.util.Map;

/**
 * Every call to AWS in this account, whoever made it, in a record whose integrity can be verified.
 */
public final class Trail extends Part {
  private static final String NAMESPACE = "Repave/Calls";
  private static final int PERIOD_SECONDS = 60;

  private final LogGroup group;

  public Trail(Scope scope, Archive archive, Key key) {
    super("Trail", "trail", scope);
    group = Logs.group(this, "group", scope.path("trail"), key);
    Role role =
        new Role(
            "trail-logs",
            this,
            Policy.trustUnasked("cloudtrail.amazonaws.com"),
            List.of(
                Statement.allow("Write", "logs:CreateLogStream", "logs:PutLogEvents")
                    .on(group.arn().applyValue(arn -> arn + ":*"))));
    new com.pulumi.aws.cloudtrail.Trail(
        named("trail"),
        TrailArgs.builder()
            .name(scope.called("trail"))
            .s3BucketName(archive.bucket().ready())
            .s3KeyPrefix("trail")
            .kmsKeyId(key.arn())
            .cloudWatchLogsGroupArn(group.arn().applyValue(arn -> arn + ":*"))
            .cloudWatchLogsRoleArn(role.arn())
            .isMultiRegionTrail(true)
            .includeGlobalServiceEvents(true)
            .enableLogFileValidation(true)
            .enableLogging(true)
            .advancedEventSelectors(
                selector("management", field("eventCategory", "Management")),
                // Who reads the archive. Not who writes: each record would cause the next one.
                selector(
                    "archive",
                    field("eventCategory", "Data"),
                    field("readOnly", "true"),
                    field("resources.type", "AWS::S3::Object"),
                    begins("resources.ARN", Bucket.arnOf(scope, "archive") + "/")),
                selector(
                    "evidence",
                    field("eventCategory", "Data"),
                    field("resources.type", "AWS::S3::Object"),
                    begins("resources.ARN", Bucket.arnOf(scope, "evidence") + "/")),
                selector(
                    "journal",
                    field("eventCategory", "Data"),
                    field("readOnly", "false"),
                    field("resources.type", "AWS::DynamoDB::Table")))
            .build(),
        kept());
    registerOutputs(Map.of());
  }

  /**
   * Tells people about calls to AWS, in whatever region they were made and also the global ones:
   * events of EventBridge are seen in their own region only.
   *
   * @param pattern as filters of CloudWatch Logs read it
   */
  public void alarm(Part part, String what, String description, String pattern, Alerts alerts) {
    String metric = scope().called(what);
    new LogMetricFilter(
        part.named(what),
        LogMetricFilterArgs.builder()
            .name(metric)
            .logGroupName(group.name())
            .pattern(pattern)
            .metricTransformation(
                LogMetricFilterMetricTransformationArgs.builder()
                    .namespace(NAMESPACE)
                    .name(metric)
                    .value("1")
                    .build())
            .build(),
        part.own());
    new MetricAlarm(
        part.named(what + "-alarm"),
        MetricAlarmArgs.builder()
            .name(metric)
            .alarmDescription(description)
            .namespace(NAMESPACE)
            .metricName(metric)
            .statistic("Sum")
            .period(PERIOD_SECONDS)
            .evaluationPeriods(1)
            .comparisonOperator("GreaterThanThreshold")
            .threshold(0.0)
            .treatMissingData("notBreaching")
            .alarmActions(alerts.topic().applyValue(List::of))
            .build(),
        part.own());
  }

  private static TrailAdvancedEventSelectorArgs selector(
      String name, TrailAdvancedEventSelectorFieldSelectorArgs... fields) {
    return TrailAdvancedEventSelectorArgs.builder().name(name).fieldSelectors(fields).build();
  }

  private static TrailAdvancedEventSelectorFieldSelectorArgs field(String name, String value) {
    return TrailAdvancedEventSelectorFieldSelectorArgs.builder().field(name).equals_(value).build();
  }

  private static TrailAdvancedEventSelectorFieldSelectorArgs begins(String name, String value) {
    return TrailAdvancedEventSelectorFieldSelectorArgs.builder()
        .field(name)
        .startsWiths(value)
        .build();
  }
}
