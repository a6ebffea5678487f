package com.pharmaserv.repave.infra.data;

import com.pharmaserv.repave.infra.core.Flow;
import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.repave.Alerts;
import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.scheduler.Schedule;
import com.pulumi.aws.scheduler.ScheduleArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleFlexibleTimeWindowArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;

/**
 * Makes the database's first password useless: moves the master user to IAM authentication, which
 * this version of the AWS provider cannot ask for (Amazon RDS API reference, ModifyDBCluster,
 * MasterUserAuthenticationType). It runs when the cluster has just been made, and every day so that
 * it stays so; a failure is reported as that of every flow. It stands before the cluster, which is
 * named, not asked.
 */
public final class Seal extends Part {
  private static final String DAILY = "cron(0 8 * * ? *)";

  /** A cluster without its first instance cannot be changed yet. */
  private static final int RETRY_SECONDS = 120;

  private static final int RETRIES = 20;

  private final Resource waiting;

  public Seal(Scope scope, Alerts alerts, Key logsKey) {
    super("Seal", "database-seal", scope);
    Flow flow =
        new Flow(
            "database-seal",
            this,
            definition(scope().called("database")),
            List.of(
                Statement.allow("Seal", "rds:ModifyDBCluster")
                    .on(scope.arn("rds", "cluster:" + scope.called("database")))),
            logsKey);
    Role caller =
        new Role(
            "seal-caller",
            this,
            Policy.trust(scope(), "events.amazonaws.com", "scheduler.amazonaws.com"),
            List.of(Statement.allow("Start", "states:StartExecution").on(flow.arn())));
    waiting = whenMade(flow, caller);
    daily(flow, caller);
    registerOutputs(Map.of("flow", flow.arn()));
  }

  /** What waits for the cluster: AWS tells of it once. */
  Resource waiting() {
    return waiting;
  }

  private static Output<String> definition(String cluster) {
    Map<String, Object> seal =
        Flow.call(
            "rds:modifyDBCluster",
            Json.map(
                "DbClusterIdentifier",
                cluster,
                "MasterUserAuthenticationType",
                "iam-db-auth",
                "ApplyImmediately",
                true),
            "");
    seal.put(
        "Retry",
        List.of(
            Json.map(
                "ErrorEquals",
                List.of("States.ALL"),
                "IntervalSeconds",
                RETRY_SECONDS,
                "MaxAttempts",
                RETRIES,
                "BackoffRate",
                1)));
    return Json.of(
        Json.map("QueryLanguage", "JSONata", "StartAt", "Seal", "States", Json.map("Seal", seal)));
  }

  /** RDS-EVENT-0170: a cluster was created (Amazon Aurora user guide, event categories). */
  private Resource whenMade(Flow flow, Role caller) {
    EventRule rule =
        new EventRule(
            named("made"),
            EventRuleArgs.builder()
                .description("The database was made")
                .eventPattern(
                    "{\"source\":[\"aws.rds\"],\"detail-type\":[\"RDS DB Cluster Event\"],"
                        + "\"detail\":{\"EventID\":[\"RDS-EVENT-0170\"],\"SourceIdentifier\":[\""
                        + scope().called("database")
                        + "\"]}}")
                .build(),
            own());
    return new EventTarget(
        named("start"),
        EventTargetArgs.builder().rule(rule.name()).arn(flow.arn()).roleArn(caller.arn()).build(),
        own());
  }

  private void daily(Flow flow, Role caller) {
    new Schedule(
        named("daily"),
        ScheduleArgs.builder()
            .name(scope().called("database-seal"))
            .scheduleExpression(DAILY)
            .scheduleExpressionTimezone(scope().infrastructure().rotation().zone())
            .flexibleTimeWindow(ScheduleFlexibleTimeWindowArgs.builder().mode("OFF").build())
            .target(ScheduleTargetArgs.builder().arn(flow.arn()).roleArn(caller.arn()).build())
            .build(),
        own());
  }
}
