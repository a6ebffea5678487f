package com.pharmaserv.repave.infra.repave;

import com.pharmaserv.repave.infra.core.Bucket;
import com.pharmaserv.repave.infra.core.Flow;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.codebuild.Project;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rotation in which each fleet is a task of its own: a state machine with a wave for each
 * environment up to this one.
 */
public final class RotationWaves extends Part {
  /** The bucket of plans, and of marks of what failed. */
  static final String PLANS = "rotations";

  private static final String NAME = "rotation-waves";

  /** A quarter, to look back at what was decided. */
  private static final int EXPIRE_DAYS = 90;

  private final Bucket plans;
  private final Flow flow;

  RotationWaves(Scope scope, List<Wave> waves, RotationProject how, Alerts alerts, Key logsKey) {
    super("RotationWaves", NAME, scope);
    plans =
        new Bucket(PLANS, this, new Bucket.Nature(Optional.of(logsKey), 0, EXPIRE_DAYS), List.of());
    Project task =
        how.told(
            "rotation-task", "One step of a rotation that is fanned out", RotationTask.COMMAND);
    WavesCourse course =
        new WavesCourse(
            scope.environment().name(), scope.called("rotation-task"), plans.id(), alerts.topic());
    flow = new Flow(NAME, this, course.of(waves), rights(task, alerts, logsKey), logsKey);
    registerOutputs(Map.of("flow", flow.arn()));
  }

  /** The state machine's ARN. */
  Output<String> arn() {
    return flow.arn();
  }

  /** Where plans are kept. */
  Bucket plans() {
    return plans;
  }

  /**
   * Builds are not stopped: whoever stops the machine stops no rollout, which would leave it
   * unwatched.
   */
  private List<Statement> rights(Project task, Alerts alerts, Key logsKey) {
    return List.of(
        Statement.allow("Start", "codebuild:BatchGetBuilds", "codebuild:StartBuild").on(task.arn()),
        Statement.allow("Hear", "events:DescribeRule", "events:PutRule", "events:PutTargets")
            .on(scope().arn("events", "rule/" + Flow.BUILD_RULE)),
        Statement.allow("Read", "s3:GetObject").on(plans.objects("*/" + RotationTask.PLAN)),
        Statement.allow("Line", "s3:ListBucket").on(plans.arn()),
        Statement.allow("Mark", "s3:PutObject").on(plans.objects("*/" + WavesCourse.FAILED + "/*")),
        Statement.allow("Tell", "sns:Publish").on(alerts.topic()),
        Statement.allow("Encrypt", "kms:Decrypt", "kms:GenerateDataKey").on(logsKey.arn()));
  }
}
