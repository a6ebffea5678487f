package com.pharmaserv.repave.infra.guard;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pulumi.aws.accessanalyzer.Analyzer;
import com.pulumi.aws.accessanalyzer.AnalyzerArgs;
import com.pulumi.aws.guardduty.Detector;
import com.pulumi.aws.guardduty.DetectorArgs;
import com.pulumi.aws.guardduty.DetectorFeature;
import com.pulumi.aws.guardduty.DetectorFeatureArgs;
import com.pulumi.aws.guardduty.inputs.DetectorFeatureAdditionalConfigurationArgs;
import com.pulumi.aws.inspector2.Enabler;
import com.pulumi.aws.inspector2.EnablerArgs;
import com.pulumi.aws.securityhub.Account;
import com.pulumi.aws.securityhub.AccountArgs;
import com.pulumi.aws.securityhub.StandardsSubscription;
import com.pulumi.aws.securityhub.StandardsSubscriptionArgs;
import java.util.List;
import java.util.Map;

/** What notices: unusual behaviour, known weaknesses, settings that fall short, open doors. */
public final class Detection extends Part {
  private static final List<String> FEATURES =
      List.of(
          "S3_DATA_EVENTS",
          "RDS_LOGIN_EVENTS",
          "EBS_MALWARE_PROTECTION",
          // Of what we do not have, and so free: whoever starts some is watched at once.
          "EKS_AUDIT_LOGS",
          "LAMBDA_NETWORK_LOGS");

  /**
   * Who may install the agent, in the order in which AWS answers; all are stated, or it changes.
   */
  private static final List<String> AGENTS =
      List.of("EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT");

  private static final List<String> STANDARDS =
      List.of("aws-foundational-security-best-practices/v/1.0.0", "nist-800-53/v/5.0.0");

  public Detection(Scope scope) {
    super("Detection", "detection", scope);
    guardDuty();
    Account hub =
        new Account(
            named("hub"),
            AccountArgs.builder()
                .enableDefaultStandards(false)
                .autoEnableControls(true)
                .controlFindingGenerator("SECURITY_CONTROL")
                .build(),
            own());
    for (String standard : STANDARDS) {
      new StandardsSubscription(
          named(standard.substring(0, standard.indexOf('/'))),
          StandardsSubscriptionArgs.builder()
              .standardsArn("arn:aws:securityhub:" + scope.region() + "::standards/" + standard)
              .build(),
          options().dependsOn(hub).build());
    }
    new Enabler(
        named("inspector"),
        EnablerArgs.builder().accountIds(scope.account()).resourceTypes("EC2", "ECR").build(),
        own());
    new Analyzer(
        named("open-doors"),
        AnalyzerArgs.builder().analyzerName(scope.called("open-doors")).type("ACCOUNT").build(),
        own());
    registerOutputs(Map.of());
  }

  private void guardDuty() {
    Detector detector =
        new Detector(
            named("guard-duty"),
            DetectorArgs.builder()
                .enable(true)
                .findingPublishingFrequency("FIFTEEN_MINUTES")
                .build(),
            own());
    for (String feature : FEATURES) {
      new DetectorFeature(
          named(feature.toLowerCase(java.util.Locale.ROOT).replace('_', '-')),
          DetectorFeatureArgs.builder()
              .detectorId(detector.id())
              .name(feature)
              .status("ENABLED")
              .build(),
          own());
    }
    // The agent is part of our images: GuardDuty must not install anything on machines.
    new DetectorFeature(
        named("runtime"),
        DetectorFeatureArgs.builder()
            .detectorId(detector.id())
            .name("RUNTIME_MONITORING")
            .status("ENABLED")
            .additionalConfigurations(AGENTS.stream().map(Detection::disabled).toList())
            .build(),
        // Another order than AWS's would replace it with every refresh.
        options().ignoreChanges("additionalConfigurations").build());
  }

  private static DetectorFeatureAdditionalConfigurationArgs disabled(String agent) {
    return DetectorFeatureAdditionalConfigurationArgs.builder()
        .name(agent)
        .status("DISABLED")
        .build();
  }
}
