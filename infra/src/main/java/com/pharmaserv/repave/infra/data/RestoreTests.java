package com.pharmaserv.repave.infra.data;

import com.pharmaserv.repave.infra.core.Flow;
import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.SecurityGroups;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.log.Landing;
import com.pharmaserv.repave.infra.repave.Alerts;
import com.pulumi.aws.backup.ReportPlan;
import com.pulumi.aws.backup.ReportPlanArgs;
import com.pulumi.aws.backup.RestoreTestingPlan;
import com.pulumi.aws.backup.RestoreTestingPlanArgs;
import com.pulumi.aws.backup.RestoreTestingSelection;
import com.pulumi.aws.backup.RestoreTestingSelectionArgs;
import com.pulumi.aws.backup.inputs.ReportPlanReportDeliveryChannelArgs;
import com.pulumi.aws.backup.inputs.ReportPlanReportSettingArgs;
import com.pulumi.aws.backup.inputs.RestoreTestingPlanRecoveryPointSelectionArgs;
import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.scheduler.Schedule;
import com.pulumi.aws.scheduler.ScheduleArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleFlexibleTimeWindowArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/** Every week a backup is restored and looked at; people are told when that has not happened. */
public final class RestoreTests extends Part {
  private static final String WEEKLY = "cron(0 5 ? * SUN *)";
  private static final String DAILY = "cron(0 9 * * ? *)";
  private static final int START_HOURS = 2;
  private static final int VALIDATION_HOURS = 4;
  private static final int WINDOW_DAYS = 7;

  /** A week and a day, in milliseconds. */
  private static final long SILENCE_MAX_MILLIS = 691_200_000L;

  private static final String RESTORED =
      "{\"source\":[\"aws.backup\"],\"detail-type\":[\"Restore Job State Change\"],"
          + "\"detail\":{\"status\":[\"COMPLETED\"],\"restoreTestingPlanArn\":[{\"exists\":true}]}}";

  private final Role caller;

  public RestoreTests(
      Backup backup, Database database, Alerts alerts, Landing landing, Key logsKey) {
    super("RestoreTests", "restore-tests", backup.scope());
    // Names of plans and selections of restore tests may not contain dashes.
    String name = scope().called("weekly").replace('-', '_');
    RestoreTestingPlan plan = plan(name);
    new RestoreTestingSelection(
        named("database"),
        RestoreTestingSelectionArgs.builder()
            .name("database")
            .restoreTestingPlanName(plan.name())
            .protectedResourceType("Aurora")
            .protectedResourceArns("*")
            .iamRoleArn(backup.role().arn())
            .validationWindowHours(VALIDATION_HOURS)
            .restoreMetadataOverrides(place(database))
            .build(),
        own());
    Flow validation =
        new Flow("restore-validation", this, validation(), validationRights(), logsKey);
    Flow watch =
        new Flow("restore-watch", this, watch(alerts), watchRights(alerts, logsKey), logsKey);
    caller =
        new Role(
            "restore-caller",
            this,
            Policy.trust(scope(), "events.amazonaws.com", "scheduler.amazonaws.com"),
            List.of(
                Statement.allow("Start", "states:StartExecution")
                    .on(validation.arn())
                    .on(watch.arn())));
    validateWhenRestored(validation);
    watchDaily(watch);
    report(landing);
    registerOutputs(Map.of("plan", plan.arn()));
  }

  /**
   * Where copies of the data stand while they are looked at: where databases stand, and nobody
   * reaches them. Left alone, AWS Backup takes the account's default network (its developer guide,
   * "Restore testing inferred metadata").
   */
  private Output<Map<String, String>> place(Database database) {
    SecurityGroup cell =
        SecurityGroups.closed(
            this, "cell", database.network(), "Restored copies: nothing in, nothing out");
    return Output.tuple(database.subnets(), cell.id())
        .applyValue(
            known ->
                Map.of(
                    "dbSubnetGroupName",
                    known.t1,
                    "vpcSecurityGroupIds",
                    Json.text(List.of(known.t2))));
  }

  private RestoreTestingPlan plan(String name) {
    return new RestoreTestingPlan(
        named("plan"),
        RestoreTestingPlanArgs.builder()
            .name(name)
            .scheduleExpression(WEEKLY)
            .scheduleExpressionTimezone(scope().infrastructure().rotation().zone())
            .startWindowHours(START_HOURS)
            .recoveryPointSelection(
                RestoreTestingPlanRecoveryPointSelectionArgs.builder()
                    .algorithm("LATEST_WITHIN_WINDOW")
                    .includeVaults("*")
                    .recoveryPointTypes("SNAPSHOT")
                    .selectionWindowDays(WINDOW_DAYS)
                    .build())
            .build(),
        own());
  }

  /** A restored cluster must be there, whole, encrypted and of our engine. */
  private static Output<String> validation() {
    String arn = "{% $states.input.detail.createdResourceArn %}";
    String good =
        "{% $states.result.DbClusters[0].Status = 'available' and"
            + " $states.result.DbClusters[0].StorageEncrypted and"
            + " $states.result.DbClusters[0].Engine = '"
            + Database.ENGINE
            + "' ? 'SUCCESSFUL' : 'FAILED' %}";
    Map<String, Object> look =
        Flow.call("rds:describeDBClusters", Json.map("DbClusterIdentifier", arn), "Answer");
    look.put("Assign", Json.map("job", "{% $states.input.detail.restoreJobId %}", "verdict", good));
    return Json.of(
        Json.map(
            "QueryLanguage",
            "JSONata",
            "StartAt",
            "Look",
            "States",
            Json.map(
                "Look",
                look,
                "Answer",
                Flow.call(
                    "backup:putRestoreValidationResult",
                    Json.map("RestoreJobId", "{% $job %}", "ValidationStatus", "{% $verdict %}"),
                    ""))));
  }

  private List<Statement> validationRights() {
    return List.of(
        Statement.allow("Look", "rds:DescribeDBClusters").on(scope().arn("rds", "cluster:*")),
        // Restore jobs are no resources that policies could name.
        Statement.allow("Answer", "backup:PutRestoreValidationResult").on("*"));
  }

  private static Output<String> watch(Alerts alerts) {
    Map<String, Object> list =
        Flow.call(
            "backup:listRestoreJobs",
            Json.map(
                "ByStatus",
                "COMPLETED",
                "ByCompleteAfter",
                "{% $fromMillis($millis() - " + SILENCE_MAX_MILLIS + ") %}"),
            "Enough");
    list.put(
        "Assign",
        Json.map(
            "good", "{% $count($states.result.RestoreJobs[ValidationStatus = 'SUCCESSFUL']) %}"));
    return Json.of(
        Json.map(
            "QueryLanguage",
            "JSONata",
            "StartAt",
            "List",
            "States",
            Json.map(
                "List",
                list,
                "Enough",
                Json.map(
                    "Type",
                    "Choice",
                    "Choices",
                    List.of(Json.map("Condition", "{% $good > 0 %}", "Next", "Good")),
                    "Default",
                    "Tell"),
                "Good",
                Json.map("Type", "Succeed"),
                "Tell",
                Flow.call(
                    "sns:publish",
                    Json.map(
                        "TopicArn",
                        alerts.topic(),
                        "Subject",
                        "No backup was restored successfully for 8 days",
                        "Message",
                        "See the restore jobs of AWS Backup: the weekly test must succeed."),
                    ""))));
  }

  private static List<Statement> watchRights(Alerts alerts, Key logsKey) {
    return List.of(
        // Restore jobs are no resources that policies could name.
        Statement.allow("List", "backup:ListRestoreJobs").on("*"),
        Statement.allow("Tell", "sns:Publish").on(alerts.topic()),
        Statement.allow("Encrypt", "kms:Decrypt", "kms:GenerateDataKey").on(logsKey.arn()));
  }

  private void validateWhenRestored(Flow validation) {
    EventRule rule =
        new EventRule(
            named("restored"),
            EventRuleArgs.builder()
                .description("A restore test has restored something")
                .eventPattern(RESTORED)
                .build(),
            own());
    new EventTarget(
        named("validate"),
        EventTargetArgs.builder()
            .rule(rule.name())
            .arn(validation.arn())
            .roleArn(caller.arn())
            .build(),
        own());
  }

  private void watchDaily(Flow watch) {
    new Schedule(
        named("watch"),
        ScheduleArgs.builder()
            .name(scope().called("restore-watch"))
            .scheduleExpression(DAILY)
            .scheduleExpressionTimezone(scope().infrastructure().rotation().zone())
            .flexibleTimeWindow(ScheduleFlexibleTimeWindowArgs.builder().mode("OFF").build())
            .target(ScheduleTargetArgs.builder().arn(watch.arn()).roleArn(caller.arn()).build())
            .build(),
        own());
  }

  private void report(Landing landing) {
    new ReportPlan(
        named("report"),
        ReportPlanArgs.builder()
            .name(scope().called("restores").replace('-', '_'))
            .reportDeliveryChannel(
                ReportPlanReportDeliveryChannelArgs.builder()
                    .s3BucketName(landing.bucket())
                    .s3KeyPrefix("restore-tests")
                    .formats("JSON")
                    .build())
            .reportSetting(
                ReportPlanReportSettingArgs.builder().reportTemplate("RESTORE_JOB_REPORT").build())
            .build(),
        own());
  }
}
