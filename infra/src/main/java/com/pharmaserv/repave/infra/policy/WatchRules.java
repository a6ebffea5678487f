package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S4;
import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S7;
import static com.pharmaserv.repave.infra.policy.Claim.S8;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.List;
import java.util.Optional;

/** What watches the account as a whole, in every region. */
final class WatchRules {
  private static final String GROUP = "cloudwatch/logGroup:LogGroup";
  private static final String BUCKET = "s3/bucketV2:BucketV2";
  private static final String LOGGING = "s3/bucketLoggingV2:BucketLoggingV2";
  private static final String DEFAULT_VPC = "ec2/defaultVpc:DefaultVpc";

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "G13",
              "Who watches calls to AWS sees those of every region, and the global ones.",
              List.of(S4, S5),
              "CloudWatch.4 CKV_AWS_67",
              WatchRules::everyRegion),
          Rule.of(
              "G14",
              "Every access to a bucket is recorded in another one, and reads of the archive in the"
                  + " trail as well.",
              List.of(S5, S7),
              "S3.9 CloudTrail.7 CKV_AWS_18 21CFR11.10(e)",
              WatchRules::accesses),
          Rule.of(
              "G15",
              "AWS knows whom to call about security, and somebody here may ask AWS for help.",
              List.of(S4),
              "Account.1 IAM.18 CKV_AWS_62",
              WatchRules::help),
          Rule.of(
              "N12",
              "The network that AWS makes in every region is closed and recorded.",
              List.of(S5, S8),
              "EC2.2 EC2.6 CKV_AWS_148",
              WatchRules::defaultNetworks));

  private WatchRules() {}

  private static void everyRegion(Inventory all, Sight sight) {
    for (ResourceView rule : all.of("cloudwatch/eventRule:EventRule")) {
      sight.require(
          rule,
          !rule.text("eventPattern").contains("AWS API Call via CloudTrail"),
          "sees the calls of one region only");
    }
    List<ResourceView> filters = all.of("cloudwatch/logMetricFilter:LogMetricFilter");
    sight.someOf(filters, "nobody watches calls to AWS");
    for (ResourceView filter : filters) {
      sight.require(
          filter,
          all.used(filter, "logGroupName", GROUP).stream()
              .flatMap(
                  group ->
                      all.users(group, "cloudtrail/trail:Trail", "cloudWatchLogsGroupArn").stream())
              .anyMatch(
                  trail ->
                      trail.flag("isMultiRegionTrail") && trail.flag("includeGlobalServiceEvents")),
          "does not look at a record of all regions");
      sight.require(
          filter,
          all.of("cloudwatch/metricAlarm:MetricAlarm").stream()
              .anyMatch(
                  alarm ->
                      alarm.text("metricName").equals(filter.text("metricTransformation.name"))
                          && alarm
                              .text("namespace")
                              .equals(filter.text("metricTransformation.namespace"))
                          && !all.used(alarm, "alarmActions", "sns/topic:Topic").isEmpty()),
          "counts, and tells nobody");
    }
  }

  private static void accesses(Inventory all, Sight sight) {
    sight.someOf(all.of(LOGGING), "no access is recorded");
    for (ResourceView bucket : all.of(BUCKET)) {
      // Records about where records go would be the cause of the next ones.
      boolean isTarget = !all.users(bucket, LOGGING, "targetBucket").isEmpty();
      sight.require(
          bucket,
          isTarget != !all.users(bucket, LOGGING, "bucket").isEmpty(),
          isTarget ? "records what it causes itself" : "does not record who reads it");
    }
    for (ResourceView archive :
        all.of(BUCKET).stream().filter(b -> b.text("bucket").contains("-archive-")).toList()) {
      sight.require(
          archive,
          all.of("cloudtrail/trail:Trail").stream()
              .flatMap(trail -> trail.list("advancedEventSelectors").stream())
              .map(String::valueOf)
              .anyMatch(
                  selector ->
                      selector.contains(archive.text("bucket") + "/")
                          && selector.contains("readOnly")),
          "is read without a record in the trail");
    }
  }

  private static void help(Inventory all, Sight sight) {
    sight.someOf(
        all.of("account/alternativeContact:AlternativeContact").stream()
            .filter(contact -> contact.text("alternateContactType").equals("SECURITY"))
            .filter(contact -> contact.has("emailAddress") && contact.has("phoneNumber"))
            .toList(),
        "AWS does not know whom to call about security");
    List<ResourceView> support =
        all.of("ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment").stream()
            .filter(a -> a.text("managedPolicyArn").endsWith(":policy/AWSSupportAccess"))
            .toList();
    sight.someOf(support, "nobody may ask AWS for help");
  }

  private static void defaultNetworks(Inventory all, Sight sight) {
    for (String region : all.regions()) {
      Optional<ResourceView> vpc =
          all.of(DEFAULT_VPC).stream().filter(v -> all.region(v).equals(region)).findFirst();
      sight.require(vpc.isPresent(), "region " + region + " leaves its default network open");
      if (vpc.isPresent()) {
        List<ResourceView> groups =
            all.users(vpc.get(), "ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId");
        sight.require(
            vpc.get(),
            groups.size() == 1
                && groups.get(0).list("ingress").isEmpty()
                && groups.get(0).list("egress").isEmpty(),
            "is a default network that lets something pass");
        sight.require(
            vpc.get(),
            !all.users(vpc.get(), "ec2/flowLog:FlowLog", "vpcId").isEmpty(),
            "is a default network that records nothing");
      }
    }
  }
}
