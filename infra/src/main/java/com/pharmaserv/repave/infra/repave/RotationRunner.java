package com.pharmaserv.repave.infra.repave;

import com.pharmaserv.repave.infra.core.Bucket;
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
  /** Two weeks: the longest that SQS keeps, for a start that failed over a holiday. */
  private static final int LETTER_SECONDS = 1_209_600;

  private static final int ATTEMPTS = 3;
  private static final int START_WINDOW_SECONDS = 3600;
  private static final String NAME = "rotation";

  private final RotationWaves fanned;

  /**
   * @param waves the turns of a rotation that is fanned out, this environment's last
   */
  public RotationRunner(Scope scope, List<Wave> waves, Key logsKey, Alerts alerts) {
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
    RotationProject how =
        new RotationProject(
            this, rotation.image(), role(repository, logs, waves, logsKey), logs, logsKey);
    Project project =
        how.alone(
            NAME, "Replaces every machine of stale fleets by one on a patched image", rotate());
    fanned = new RotationWaves(scope, waves, how, alerts, logsKey);
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
    return roleArn(scope.environment().name(), scope.account());
  }

  /** The ARN of the role of another environment. */
  public static String roleArn(String environment, String account) {
    return "arn:aws:iam::%s:role/repave-%s-%s".formatted(account, environment, NAME);
  }

  /** Where plans of rotations that are fanned out are kept. */
  public Bucket plans() {
    return fanned.plans();
  }

  private Role role(Repository repository, LogGroup logs, List<Wave> waves, Key key) {
    String plans = Bucket.arnOf(scope(), RotationWaves.PLANS);
    Statement rollout = Statement.allow("Rollout", "sts:AssumeRole", "sts:TagSession");
    for (Wave wave : waves) {
      rollout = rollout.on(wave.role());
    }
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
            rollout,
            // CodeBuild asks whose the bucket is before it writes a plan to it.
            Statement.allow("Bucket", "s3:GetBucketAcl", "s3:GetBucketLocation").on(plans),
            Statement.allow("Plan", "s3:PutObject").on(plans + "/*/" + RotationTask.PLAN),
            Statement.allow("Encrypt", "kms:Decrypt", "kms:GenerateDataKey").on(key.arn())));
  }

  /**
   * The project's image has this repository, built, in the folder that is named here. What waits
   * for its window or its proof is no failure, and nobody is called for it.
   */
  private String rotate() {
    return "cd /repave && { ./repave rotate -e %s || [ $? -eq 4 ]; }"
        .formatted(scope().environment().name());
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
                rotation.fanOut()
                    ? Statement.allow("Start", "states:StartExecution").on(fanned.arn())
                    : Statement.allow("Start", "codebuild:StartBuild").on(project.arn()),
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
                what(rotation)
                    .roleArn(starter.arn())
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

  private ScheduleTargetArgs.Builder what(Rotation rotation) {
    return rotation.fanOut()
        ? ScheduleTargetArgs.builder().arn(fanned.arn()).input("{}")
        : ScheduleTargetArgs.builder()
            .arn("arn:aws:scheduler:::aws-sdk:codebuild:startBuild")
            .input(Json.text(Json.map("ProjectName", scope().called(NAME))));
  }
}
