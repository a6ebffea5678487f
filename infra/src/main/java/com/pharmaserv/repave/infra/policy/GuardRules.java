package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S2;
import static com.pharmaserv.repave.infra.policy.Claim.S4;
import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S6;
import static com.pharmaserv.repave.infra.policy.Claim.S7;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Records, keys, guards. */
final class GuardRules {
  private static final int LOG_DAYS = 365;
  private static final java.util.regex.Pattern SECRET =
      java.util.regex.Pattern.compile(
          "AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY|(?i)\"?password\"? *[:=]");

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "G01",
              "Every call to AWS is recorded in a record that proves itself whole.",
              List.of(S4, S5, S7),
              "CloudTrail.1 CloudTrail.2 CloudTrail.4 CloudTrail.5 CKV_AWS_35 CKV_AWS_36 CKV_AWS_67 21CFR11.10(e) Annex11-9",
              GuardRules::trail),
          Rule.of(
              "G03",
              "Log groups are under our key, keep a year, and are streamed to the archive,"
                  + " in every region.",
              List.of(S7),
              "CloudWatch.16 CKV_AWS_158 CKV_AWS_338 21CFR11.10(e)",
              GuardRules::logs),
          Rule.of(
              "G04",
              "Streams, topics, queues and registries are under our key, and closed to"
                  + " others.",
              List.of(S2, S7),
              "SNS.1 SNS.4 SQS.1 SQS.3 DataFirehose.1 CKV_AWS_26 CKV_AWS_27 CKV_AWS_136 CKV_AWS_240 CKV_AWS_241",
              GuardRules::channels),
          Rule.of(
              "G05",
              "Keys change every year where AWS can change them, belong to nobody else, and go only"
                  + " after a month.",
              List.of(S5),
              "KMS.3 KMS.4 KMS.5 CKV_AWS_7 CKV_AWS_33",
              GuardRules::keys),
          Rule.of(
              "G06",
              "In every region somebody watches: behaviour, weaknesses, settings, open"
                  + " doors; and suspicious machines are cut off.",
              List.of(S4, S6),
              "GuardDuty.1 GuardDuty.5 GuardDuty.6 GuardDuty.9 GuardDuty.10 GuardDuty.11 Inspector.1 Config.1 IAM.28",
              GuardRules::guards),
          Rule.of(
              "G09",
              "No input holds a key or a password in plain text.",
              List.of(S5),
              "CodeBuild.2 CKV_SECRET",
              GuardRules::secrets));

  private GuardRules() {}

  private static void trail(Inventory all, Sight sight) {
    List<ResourceView> trails = all.of("cloudtrail/trail:Trail");
    sight.someOf(trails, "calls to AWS are not recorded");
    for (ResourceView trail : trails) {
      sight.require(trail, trail.flag("isMultiRegionTrail"), "is for one region");
      sight.require(trail, trail.flag("enableLogFileValidation"), "does not prove itself whole");
      sight.require(trail, trail.flag("enableLogging"), "records nothing");
      sight.require(trail, trail.has("kmsKeyId"), "is not under our key");
      sight.require(trail, trail.has("cloudWatchLogsGroupArn"), "is not streamed");
    }
  }

  private static void logs(Inventory all, Sight sight) {
    sight.someOf(all.of("cloudwatch/logGroup:LogGroup"), "there is no log group");
    for (ResourceView group : all.of("cloudwatch/logGroup:LogGroup")) {
      sight.require(group, group.has("kmsKeyId"), "is not under our key");
      sight.require(group, group.number("retentionInDays") >= LOG_DAYS, "keeps less than a year");
    }
    for (String region : all.regions()) {
      sight.require(
          all.of("cloudwatch/logAccountPolicy:LogAccountPolicy").stream()
              .anyMatch(
                  p ->
                      all.region(p).equals(region)
                          && p.text("policyType").equals("SUBSCRIPTION_FILTER_POLICY")),
          "region " + region + " does not stream its logs to the archive");
    }
    for (ResourceView stream : all.of("kinesis/firehoseDeliveryStream:FirehoseDeliveryStream")) {
      sight.require(
          stream,
          stream.number("extendedS3Configuration.bufferingInterval") <= 60,
          "keeps logs back for more than a minute");
    }
  }

  private static void channels(Inventory all, Sight sight) {
    for (ResourceView stream : all.of("kinesis/firehoseDeliveryStream:FirehoseDeliveryStream")) {
      sight.require(stream, stream.has("serverSideEncryption.keyArn"), "is not under our key");
    }
    for (ResourceView topic : all.of("sns/topic:Topic")) {
      sight.require(topic, topic.has("kmsMasterKeyId"), "is not under our key");
    }
    for (ResourceView queue : all.of("sqs/queue:Queue")) {
      sight.require(queue, queue.has("kmsMasterKeyId"), "is not under our key");
    }
    for (ResourceView repository : all.of("ecr/repository:Repository")) {
      sight.require(
          repository,
          repository.has("encryptionConfigurations.0.kmsKey")
              && repository.text("imageTagMutability").equals("IMMUTABLE"),
          "is not under our key, or lets tags be moved");
    }
    for (ResourceView policy : all.of("sns/topicPolicy:TopicPolicy")) {
      sight.require(
          policy,
          PolicyText.entries(policy.text("policy")).stream()
              .noneMatch(
                  e ->
                      e.allows()
                          && (e.everybody()
                              || (e.conditions().isEmpty() && e.services().isEmpty()))),
          "lets others publish");
      sight.require(
          policy, policy.text("policy").contains("aws:SecureTransport"), "works without TLS");
    }
  }

  private static void keys(Inventory all, Sight sight) {
    sight.someOf(all.of("kms/key:Key"), "there is no key");
    for (ResourceView key : all.of("kms/key:Key")) {
      // KMS developer guide, "Rotate AWS KMS keys": asymmetric keys are not changed by AWS.
      boolean signs = key.text("customerMasterKeySpec").startsWith("ECC_");
      sight.require(key, signs || key.flag("enableKeyRotation"), "never changes");
      sight.require(
          key,
          !signs || (key.text("keyUsage").equals("SIGN_VERIFY") && !key.flag("enableKeyRotation")),
          "is asymmetric, and would be refused for what else is asked of it");
      sight.require(key, key.number("deletionWindowInDays") == 30, "goes before a month is over");
      sight.require(
          key,
          PolicyText.entries(key.text("policy")).stream()
              .noneMatch(e -> e.allows() && e.everybody()),
          "is for everybody");
      sight.require(key, key.has("policy"), "has the policy that AWS gives it");
    }
  }

  private static void guards(Inventory all, Sight sight) {
    for (String region : all.regions()) {
      watches(all, sight, region, "guardduty/detector:Detector", "enable");
      for (String feature :
          List.of(
              "S3_DATA_EVENTS",
              "RDS_LOGIN_EVENTS",
              "EBS_MALWARE_PROTECTION",
              "EKS_AUDIT_LOGS",
              "LAMBDA_NETWORK_LOGS",
              "RUNTIME_MONITORING")) {
        sight.require(
            all.of("guardduty/detectorFeature:DetectorFeature").stream()
                .anyMatch(
                    f ->
                        all.region(f).equals(region)
                            && f.text("name").equals(feature)
                            && f.text("status").equals("ENABLED")),
            "GuardDuty in " + region + " does not look at " + feature);
      }
      watches(all, sight, region, "securityhub/account:Account", "autoEnableControls");
      watches(all, sight, region, "inspector2/enabler:Enabler", "");
      watches(all, sight, region, "accessanalyzer/analyzer:Analyzer", "");
      watches(all, sight, region, "cfg/recorder:Recorder", "recordingGroup.allSupported");
      watches(all, sight, region, "cfg/recorderStatus:RecorderStatus", "isEnabled");
      Set<String> standards = new TreeSet<>();
      all.of("securityhub/standardsSubscription:StandardsSubscription").stream()
          .filter(s -> all.region(s).equals(region))
          .forEach(s -> standards.add(s.text("standardsArn")));
      sight.require(standards.size() >= 2, "region " + region + " is measured by " + standards);
    }
    List<ResourceView> reactions =
        all.of("cloudwatch/eventRule:EventRule").stream()
            .filter(r -> r.text("eventPattern").contains("GuardDuty Finding"))
            .filter(r -> !all.users(r, "cloudwatch/eventTarget:EventTarget", "rule").isEmpty())
            .toList();
    sight.someOf(reactions, "nothing happens when GuardDuty finds a machine suspicious");
  }

  private static void watches(Inventory all, Sight sight, String region, String type, String flag) {
    sight.someOf(
        all.of(type).stream()
            .filter(view -> all.region(view).equals(region))
            .filter(view -> flag.isEmpty() || view.flag(flag))
            .toList(),
        "region " + region + " has no " + type);
  }

  private static void secrets(Inventory all, Sight sight) {
    all.aws().forEach(view -> sight.require(view, !holdsSecret(view.inputs()), "holds a secret"));
  }

  private static boolean holdsSecret(Object tree) {
    if (tree instanceof String text) {
      return SECRET.matcher(text).find();
    }
    if (tree instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(GuardRules::holdsSecret);
    }
    return tree instanceof List<?> list && list.stream().anyMatch(GuardRules::holdsSecret);
  }
}
