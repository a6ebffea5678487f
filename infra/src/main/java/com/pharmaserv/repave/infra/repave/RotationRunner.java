package com.pharmaserv.repave.infra.repave;

import com.pharmaserv.repave.infra.access.RolloutRole;
import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.model.Infrastructure.Rotation;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.codebuild.Project;
import com.pulumi.aws.codebuild.ProjectArgs;
import com.pulumi.aws.codebuild.inputs.ProjectArtifactsArgs;
import com.pulumi.aws.codebuild.inputs.ProjectEnvironmentArgs;
import com.pulumi.aws.codebuild.inputs.ProjectLogsConfigArgs;
import com.pulumi.aws.codebuild.inputs.ProjectLogsConfigCloudwatchLogsArgs;
import com.pulumi.aws.codebuild.inputs.ProjectSourceArgs;
import com.pulumi.aws.ecr.Repository;
import com.pulumi.aws.ecr.RepositoryArgs;
import com.pulumi.aws.ecr.inputs.RepositoryEncryptionConfigurationArgs;
import com.pulumi.aws.ecr.inputs.RepositoryImageScanningConfigurationArgs;
import com.pulumi.aws.scheduler.Schedule;
import com.pulumi.aws.scheduler.ScheduleArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleFlexibleTimeWindowArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetDeadLetterConfigArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetRetryPolicyArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import java.util.List;
import java.util.Map;

/**
 * Starts the rotation of patched images every night. The task runs outside of the network, as
 * customers do: from inside, without a way to the internet, the load balancer's public address and
 * so the test route could not be reached.
 */
public final class RotationRunner extends Part {
  /** A rotation soaks between its steps; CodeBuild allows 36 hours. */
  private static final int TIMEOUT_MINUTES = 2160;

  private static final int QUEUED_MINUTES = 60;

  /** Two weeks: the longest that SQS keeps, for a start that failed over a holiday. */
  private static final int LETTER_SECONDS = 1_209_600;

  private static final int ATTEMPTS = 3;
  private static final int START_WINDOW_SECONDS = 3600;
  private static final String NAME = "rotation";

  public RotationRunner(Scope scope, Key logsKey, Alerts alerts) {
    super("RotationRunner", NAME, scope);
    Rotation rotation = scope.infrastructure().rotation();
    Repository repository =
        new Repository(
            named("images"),
            RepositoryArgs.builder()
                .name("repave")
                .imageTagMutability("IMMUTABLE")
                .imageScanningConfiguration(
                    RepositoryImageScanningConfigurationArgs.builder().scanOnPush(true).build())
                .encryptionConfigurations(
                    RepositoryEncryptionConfigurationArgs.builder()
                        .encryptionType("KMS")
                        .kmsKey(logsKey.arn())
                        .build())
                .build(),
            own());
    LogGroup logs = Logs.group(this, "logs", scope.path(NAME), logsKey);
    Project project = project(rotation, logs, role(repository, logs), logsKey);
    schedule(rotation, project, logsKey);
    alerts.about(
        this,
        "failed",
        "A rotation did not succeed",
        "{\"source\":[\"aws.codebuild\"],\"detail-type\":[\"CodeBuild Build State Change\"],"
            + "\"detail\":{\"project-name\":[\""
            + scope.called(NAME)
            + "\"],\"build-status\":[\"FAILED\",\"FAULT\",\"STOPPED\",\"TIMED_OUT\"]}}");
    registerOutputs(Map.of("project", project.arn()));
  }

  /** The role's ARN, known before the role is there. */
  public static String roleArn(Scope scope) {
    return scope.iam("role/" + scope.called(NAME));
  }

  private Role role(Repository repository, LogGroup logs) {
    return new Role(
        NAME,
        this,
        Policy.trust(scope(), "codebuild.amazonaws.com"),
        List.of(
            Statement.allow("Logs", "logs:CreateLogStream", "logs:PutLogEvents")
                .on(logs.arn().applyValue(arn -> arn + ":*")),
            // Signing in to the registry cannot be limited to resources.
            Statement.allow("SignIn", "ecr:GetAuthorizationToken").on("*"),
            Statement.allow(
                    "Pull",
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:GetDownloadUrlForLayer")
                .on(repository.arn()),
            Statement.allow("Rollout", "sts:AssumeRole", "sts:TagSession")
                .on(RolloutRole.arn(scope()))));
  }

  private Project project(Rotation rotation, LogGroup logs, Role role, Key key) {
    return new Project(
        named("project"),
        ProjectArgs.builder()
            .name(scope().called(NAME))
            .description("Replaces every machine of stale fleets by one on a patched image")
            .serviceRole(role.arn())
            .buildTimeout(TIMEOUT_MINUTES)
            .queuedTimeout(QUEUED_MINUTES)
            .concurrentBuildLimit(1)
            .encryptionKey(key.arn())
            .artifacts(ProjectArtifactsArgs.builder().type("NO_ARTIFACTS").build())
            .source(ProjectSourceArgs.builder().type("NO_SOURCE").buildspec(buildspec()).build())
            .environment(
                ProjectEnvironmentArgs.builder()
                    .type("LINUX_CONTAINER")
                    .computeType("BUILD_GENERAL1_SMALL")
                    .image(rotation.image())
                    .imagePullCredentialsType("SERVICE_ROLE")
                    .privilegedMode(false)
                    .build())
            .logsConfig(
                ProjectLogsConfigArgs.builder()
                    .cloudwatchLogs(
                        ProjectLogsConfigCloudwatchLogsArgs.builder()
                            .status("ENABLED")
                            .groupName(logs.name())
                            .build())
                    .build())
            .build(),
        own());
  }

  /**
   * The project's image has this repository, built, in the folder that is named here. What waits
   * for its window or its proof is no failure, and nobody is called for it.
   */
  private String buildspec() {
    String rotate =
        "cd /repave && { ./repave rotate -e %s || [ $? -eq 4 ]; }"
            .formatted(scope().environment().name());
    return Json.text(
        Json.map(
            "version", 0.2, "phases", Json.map("build", Json.map("commands", List.of(rotate)))));
  }

  private void schedule(Rotation rotation, Project project, Key key) {
    Queue letters =
        new Queue(
            named("letters"),
            QueueArgs.builder()
                .name(scope().called("rotation-letters"))
                .kmsMasterKeyId(key.arn())
                .messageRetentionSeconds(LETTER_SECONDS)
                .build(),
            own());
    Role starter =
        new Role(
            "rotation-starter",
            this,
            Policy.trust(scope(), "scheduler.amazonaws.com"),
            List.of(
                Statement.allow("Start", "codebuild:StartBuild").on(project.arn()),
                Statement.allow("Letters", "sqs:SendMessage").on(letters.arn()),
                Statement.allow("Encrypt", "kms:Decrypt", "kms:GenerateDataKey").on(key.arn())));
    new Schedule(
        named("nightly"),
        ScheduleArgs.builder()
            .name(scope().called(NAME))
            .scheduleExpression(rotation.schedule())
            .scheduleExpressionTimezone(rotation.zone())
            .flexibleTimeWindow(ScheduleFlexibleTimeWindowArgs.builder().mode("OFF").build())
            .target(
                ScheduleTargetArgs.builder()
                    .arn("arn:aws:scheduler:::aws-sdk:codebuild:startBuild")
                    .roleArn(starter.arn())
                    .input(Json.text(Json.map("ProjectName", scope().called(NAME))))
                    .deadLetterConfig(
                        ScheduleTargetDeadLetterConfigArgs.builder().arn(letters.arn()).build())
                    .retryPolicy(
                        ScheduleTargetRetryPolicyArgs.builder()
                            .maximumRetryAttempts(ATTEMPTS)
                            .maximumEventAgeInSeconds(START_WINDOW_SECONDS)
                            .build())
                    .build())
            .build(),
        own());
  }
}
