package com.pharmaserv.repave.infra.guard;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.log.Landing;
import com.pulumi.aws.cfg.DeliveryChannel;
import com.pulumi.aws.cfg.DeliveryChannelArgs;
import com.pulumi.aws.cfg.RecorderArgs;
import com.pulumi.aws.cfg.RecorderStatus;
import com.pulumi.aws.cfg.RecorderStatusArgs;
import com.pulumi.aws.cfg.Rule;
import com.pulumi.aws.cfg.RuleArgs;
import com.pulumi.aws.cfg.inputs.RecorderRecordingGroupArgs;
import com.pulumi.aws.cfg.inputs.RuleSourceArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * AWS Config: what every resource was like at every time, and whether it still is as it must be.
 */
public final class Recorder extends Part {
  /** What changes by hand would break first; Security Hub looks at much more. */
  private static final List<String> RULES =
      List.of(
          "AURORA_RESOURCES_PROTECTED_BY_BACKUP_PLAN",
          "CLOUDTRAIL_SECURITY_TRAIL_ENABLED",
          "EC2_IMDSV2_CHECK",
          "ENCRYPTED_VOLUMES",
          "IAM_USER_NO_POLICIES_CHECK",
          "RDS_CLUSTER_IAM_AUTHENTICATION_ENABLED",
          "RESTRICTED_INCOMING_TRAFFIC",
          "S3_BUCKET_SSL_REQUESTS_ONLY");

  /**
   * @param role of the recorder; one serves both regions
   */
  public Recorder(Scope scope, Landing landing, Output<String> role) {
    super("Recorder", "recorder", scope);
    var recorder =
        new com.pulumi.aws.cfg.Recorder(
            named("recorder"),
            RecorderArgs.builder()
                .roleArn(role)
                .recordingGroup(
                    RecorderRecordingGroupArgs.builder()
                        .allSupported(true)
                        // Once is enough: global resources are the same in both regions.
                        .includeGlobalResourceTypes(scope.isPrimary())
                        .build())
                .build(),
            own());
    DeliveryChannel channel =
        new DeliveryChannel(
            named("channel"),
            DeliveryChannelArgs.builder()
                .s3BucketName(landing.bucket())
                .s3KeyPrefix("config")
                .build(),
            options().dependsOn(recorder).build());
    RecorderStatus running =
        new RecorderStatus(
            named("running"),
            RecorderStatusArgs.builder().name(recorder.name()).isEnabled(true).build(),
            options().dependsOn(channel).build());
    for (String rule : RULES) {
      new Rule(
          named(rule.toLowerCase(Locale.ROOT).replace('_', '-')),
          RuleArgs.builder()
              .source(RuleSourceArgs.builder().owner("AWS").sourceIdentifier(rule).build())
              .build(),
          options().dependsOn(running).build());
    }
    registerOutputs(Map.of());
  }
}
