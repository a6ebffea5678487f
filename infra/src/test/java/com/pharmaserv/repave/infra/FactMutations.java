package com.pharmaserv.repave.infra;

import static com.pharmaserv.repave.infra.Mutation.alter;
import static com.pharmaserv.repave.infra.Mutation.delete;
import static com.pharmaserv.repave.infra.Mutation.drop;
import static com.pharmaserv.repave.infra.Mutation.replace;
import static com.pharmaserv.repave.infra.Mutation.set;

import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What AWS's services send, refuse and wait for. */
final class FactMutations {
  private static final String BUCKET_URN =
      "urn:pulumi:eu-prod::repave::pulumi:pulumi:Stack$repave:infra:%s$repave:infra:Bucket"
          + "$aws:s3/bucketV2:BucketV2::eu-west-1-%s-bucket";
  private static final String KEY = "kms/key:Key";
  private static final String ROLE = "iam/role:Role";
  private static final String TOPIC_POLICY = "sns/topicPolicy:TopicPolicy";
  private static final String BUCKET = "s3/bucketV2:BucketV2";
  private static final String BUCKET_POLICY = "s3/bucketPolicy:BucketPolicy";
  private static final String ENCRYPTION =
      "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
  private static final String LOGGING = "s3/bucketLoggingV2:BucketLoggingV2";
  private static final String LB = "lb/loadBalancer:LoadBalancer";
  private static final String CLUSTER = "rds/cluster:Cluster";
  private static final String RULE = "cloudwatch/eventRule:EventRule";
  private static final String TARGET = "cloudwatch/eventTarget:EventTarget";
  private static final String SELECTION = "backup/restoreTestingSelection:RestoreTestingSelection";
  private static final String FEATURE = "guardduty/detectorFeature:DetectorFeature";
  private static final String ASSIGNMENT = "ssoadmin/accountAssignment:AccountAssignment";
  private static final String COPY = "s3/bucketReplicationConfig:BucketReplicationConfig";
  private static final String TRAIL = "cloudtrail/trail:Trail";
  private static final String FLOW_LOG = "ec2/flowLog:FlowLog";

  private FactMutations() {}

  static List<Mutation> all() {
    return Stream.of(senders(), deliveries(), orders()).flatMap(List::stream).toList();
  }

  private static List<Mutation> senders() {
    return List.of(
        replace(
            "F01",
            TOPIC_POLICY,
            "policy",
            "\"Service\":[\"cloudwatch.amazonaws.com\"",
            "\"Service\":[\"events.amazonaws.com\",\"cloudwatch.amazonaws.com\""),
        replace(
            "F01",
            KEY,
            "policy",
            "\"Service\":[\"cloudwatch.amazonaws.com\"",
            "\"Service\":[\"events.amazonaws.com\",\"cloudwatch.amazonaws.com\""),
        replace("F01", KEY, "policy", "cloudwatch.amazonaws.com", "scheduler.amazonaws.com"),
        replace("F01", BUCKET_POLICY, "policy", "aws:SourceAccount", "aws:SourceOrgID"),
        replace("F01", BUCKET_POLICY, "policy", "aws:SourceArn", "aws:SourceAccount"),
        replace(
            "F01",
            BUCKET_POLICY,
            "policy",
            "logging.s3.amazonaws.com",
            "logdelivery.elasticloadbalancing.amazonaws.com"),
        replace("F01", ROLE, "assumeRolePolicy", "states.amazonaws", "cloudtrail.amazonaws"),
        replace("F01", ROLE, "assumeRolePolicy", "codebuild.amazonaws", "firehose.amazonaws"),
        replace("F01", ROLE, "assumeRolePolicy", "aws:SourceAccount", "aws:RequestTag/any"),
        replace(
            "F01",
            "cloudwatch/logResourcePolicy:LogResourcePolicy",
            "policyDocument",
            "aws:SourceArn",
            "aws:SourceAccount"),
        replace("F02", KEY, "policy", "aws:iam::111122223333:root", "aws:iam::1:role/nobody"),
        replace(
            "F02",
            "backup/vaultPolicy:VaultPolicy",
            "policy",
            "\"Resource\"",
            "\"Condition\":{\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::1:role/pulumi-*\"}},"
                + "\"Resource\""),
        replace("F02", ROLE, "assumeRolePolicy", "-operator_", "-boss_"),
        replace(
            "F02",
            ROLE,
            "assumeRolePolicy",
            "111122223333:role/repave-eu-prod-delivery",
            "222233334444:role/repave-eu-staging-delivery"),
        replace(
            "F02",
            "iam/rolePolicy:RolePolicy",
            "policy",
            "\"arn:aws:iam::111122223333:role/repave-rollout\"]",
            "\"arn:aws:iam::222233334444:role/repave-rollout\"]"),
        delete("F02", "ssoadmin/permissionSet:PermissionSet"));
  }

  private static List<Mutation> deliveries() {
    return List.of(
        set("F03", BUCKET, "objectLockEnabled", true),
        set(
            "F03",
            ENCRYPTION,
            "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId",
            "arn:aws:kms:eu-west-1:1:key/a"),
        send("F03", "cfg/deliveryChannel:DeliveryChannel", "s3BucketName", "Archive", "archive"),
        send("F03", LB, "accessLogs", "Archive", "archive"),
        send("F03", LB, "connectionLogs", "Journal", "evidence"),
        send("F03", LOGGING, "targetBucket", "Archive", "archive"),
        drop("F04", COPY, "rules.0.sourceSelectionCriteria"),
        drop("F04", SELECTION, "restoreMetadataOverrides"),
        drop("F04", SELECTION, "restoreMetadataOverrides.dbSubnetGroupName"),
        drop("F04", SELECTION, "restoreMetadataOverrides.vpcSecurityGroupIds"),
        drop("F04", CLUSTER, "sourceRegion"),
        drop("F04", FLOW_LOG, "iamRoleArn"),
        alter(
            "F05",
            "want AWS to forget types",
            "backup/regionSettings:RegionSettings",
            v -> Mutation.ignoring(v, Set.of())),
        alter(
            "F05",
            "ignore one of two lists",
            "backup/regionSettings:RegionSettings",
            v -> Mutation.ignoring(v, Set.of("resourceTypeOptInPreference"))),
        partly("want one agent of three", List.of(Map.of("name", "EC2_AGENT_MANAGEMENT"))),
        partly("want no agents", List.of()));
  }

  /** Sends something to another bucket, whose component's kind and name are given. */
  private static Mutation send(String rule, String type, String input, String kind, String name) {
    return alter(
        rule,
        "send " + input + " to " + name,
        type,
        view -> Mutation.using(view, input, Set.of(BUCKET_URN.formatted(kind, name))));
  }

  private static Mutation partly(String what, List<Object> agents) {
    return new Mutation(
        "F05",
        what,
        about(FEATURE, v -> v.text("name").equals("RUNTIME_MONITORING")),
        v ->
            Optional.of(
                Mutation.ignoring(Mutation.with(v, "additionalConfigurations", agents), Set.of())));
  }

  private static List<Mutation> orders() {
    return List.of(
        waitingForNothing("F06", LB),
        waitingForNothing("F06", TRAIL),
        waitingForNothing("F06", "cfg/deliveryChannel:DeliveryChannel"),
        waitingForNothing("F06", COPY),
        waitingForNothing("F06", "kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"),
        waitingForNothing("F06", ASSIGNMENT),
        delete("F06", "cloudwatch/logStream:LogStream"),
        delete("F06", "ec2/internetGateway:InternetGateway"),
        delete("F06", "ec2/route:Route"),
        without("F06", ASSIGNMENT, "-boundary"),
        without("F06", ASSIGNMENT, "-rights"),
        set(
            "F06",
            "ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment",
            "permissionsBoundary",
            Map.of()),
        waitingForNothing("F07", CLUSTER),
        without("F07", CLUSTER, "-database-seal-start"),
        delete("F07", TARGET, v -> v.name().endsWith("-database-seal-start")),
        replace("F07", RULE, "eventPattern", "RDS-EVENT-0170", "RDS-EVENT-0171"));
  }

  private static Mutation waitingForNothing(String rule, String type) {
    return alter(rule, "wait for nothing", type, v -> Mutation.waitingFor(v, Set.of()));
  }

  /** Waits for everything but what is named so. */
  private static Mutation without(String rule, String type, String ending) {
    return alter(
        rule,
        "do not wait for " + ending,
        type,
        view -> {
          Set<String> rest = new TreeSet<>(view.dependencies());
          rest.removeIf(urn -> urn.endsWith(ending));
          return Mutation.waitingFor(view, rest);
        });
  }

  private static Predicate<ResourceView> about(String type, Predicate<ResourceView> which) {
    return which.and(view -> view.type().equals("aws:" + type));
  }
}
