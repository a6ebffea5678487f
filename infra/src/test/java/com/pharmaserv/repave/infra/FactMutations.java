package com.pharmaserv.repave.infra;

import static com.pharmaserv.repave.infra.Mutation.alter;
import static com.pharmaserv.repave.infra.Mutation.delete;
import static com.pharmaserv.repave.infra.Mutation.drop;
import static com.pharmaserv.repave.infra.Mutation.replace;
import static com.pharmaserv.repave.infra.Mutation.set;

import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Properties that rules about AWS's services hold. */
final class FactMutations {
  private static final String BUCKET_URN =
      "urn:pulumi:eu-prod::repave::pulumi:pulumi:Stack$repave:infra:%s$repave:infra:Bucket"
          + "$aws:s3/bucketV2:BucketV2::eu-west-1-%s-bucket";
  private static final String KEY = "kms/key:Key";
  private static final String ROLE = "iam/role:Role";
  private static final String ROLE_POLICY = "iam/rolePolicy:RolePolicy";
  private static final String POLICY = "iam/policy:Policy";
  private static final String INLINE =
      "ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy";
  private static final String TOPIC_POLICY = "sns/topicPolicy:TopicPolicy";
  private static final String BUCKET = "s3/bucketV2:BucketV2";
  private static final String BUCKET_POLICY = "s3/bucketPolicy:BucketPolicy";
  private static final String ENCRYPTION =
      "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
  private static final String LOGGING = "s3/bucketLoggingV2:BucketLoggingV2";
  private static final String LB = "lb/loadBalancer:LoadBalancer";
  private static final String CLUSTER = "rds/cluster:Cluster";
  private static final String MACHINE = "sfn/stateMachine:StateMachine";
  private static final String RULE = "cloudwatch/eventRule:EventRule";
  private static final String TARGET = "cloudwatch/eventTarget:EventTarget";
  private static final String SELECTION = "backup/restoreTestingSelection:RestoreTestingSelection";
  private static final String FEATURE = "guardduty/detectorFeature:DetectorFeature";
  private static final String ASSIGNMENT = "ssoadmin/accountAssignment:AccountAssignment";
  private static final String MANAGED = "ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment";
  private static final String COPY = "s3/bucketReplicationConfig:BucketReplicationConfig";
  private static final String FILTER = "cloudwatch/logMetricFilter:LogMetricFilter";
  private static final String TRAIL = "cloudtrail/trail:Trail";
  private static final String FLOW_LOG = "ec2/flowLog:FlowLog";
  private static final String DEFAULT_VPC = "ec2/defaultVpc:DefaultVpc";

  private FactMutations() {}

  static List<Mutation> all() {
    List<Mutation> all = new ArrayList<>();
    all.addAll(senders());
    all.addAll(deliveries());
    all.addAll(orders());
    all.addAll(keys());
    all.addAll(grants());
    all.addAll(flows());
    all.addAll(watching());
    return all;
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

  private static List<Mutation> keys() {
    return List.of(
        replace(
            "F08",
            POLICY,
            "policy",
            "\"OpenTables\",\"Effect\":\"Allow\"",
            "\"X\",\"Effect\":\"Deny\""),
        replace(
            "F08",
            POLICY,
            "policy",
            "\"UseKeys\",\"Effect\":\"Allow\"",
            "\"X\",\"Effect\":\"Deny\""),
        replace("F08", POLICY, "policy", "\"kms:CreateGrant\"", "\"kms:ListGrants\""),
        replace("F08", ROLE_POLICY, "policy", "\"kms:GenerateDataKey\"", "\"kms:DescribeKey\""),
        replace("F08", ROLE_POLICY, "policy", "\"kms:Decrypt\"", "\"kms:DescribeKey\""),
        replace("F08", INLINE, "inlinePolicy", "kms:GenerateDataKey", "kms:DescribeKey"),
        replace("F08", INLINE, "inlinePolicy", "ssmmessages:OpenDataChannel", "ssm:GetDocument"),
        replace("F08", ROLE_POLICY, "policy", "logs:DescribeLogGroups", "logs:DescribeQueries"),
        replace("F09", KEY, "policy", "\"events.amazonaws.com\"", "\"ec2.amazonaws.com\""),
        replace("F09", KEY, "policy", "\"cloudtrail.amazonaws.com\"", "\"ec2.amazonaws.com\""),
        replace("F09", KEY, "policy", "\"events.rds.amazonaws.com\"", "\"ec2.amazonaws.com\""),
        replace("F09", KEY, "policy", "kms:GenerateDataKey*", "kms:DescribeKey"));
  }

  private static List<Mutation> grants() {
    return List.of(
        replace("F10", POLICY, "policy", "ec2:CreateAction", "ec2:Region"),
        replace("F10", POLICY, "policy", "ec2:StopInstances", "ec2:CreateTags"),
        replace("F10", ROLE_POLICY, "policy", "aws:TagKeys", "aws:PrincipalTag/any"),
        replace("F10", ROLE_POLICY, "policy", "repave:quarantine", "repave:managed-by"),
        replace("F10", ROLE_POLICY, "policy", "logs:DescribeLogGroups", "kms:TagResource"),
        replace("F11", POLICY, "policy", "ssm:SendCommand", "ssm:CancelCommand"),
        replace("F11", ROLE_POLICY, "policy", "rds:ModifyDBCluster", "ec2:DescribeInstances"),
        replace("F11", ROLE_POLICY, "policy", "kms:DisableKey", "kms:ListKeys"),
        replace("F12", INLINE, "inlinePolicy", "ssm:SessionDocumentAccessCheck", "ssm:any"));
  }

  private static List<Mutation> flows() {
    String group = "$exists($name) ? $name : ''";
    return List.of(
        replace("Q01", RULE, "eventPattern", "Step Functions Execution", "Step Functions Map"),
        replace("Q01", RULE, "eventPattern", "stateMachine:repave-", "stateMachine:other-"),
        replace("Q01", RULE, "eventPattern", "\"FAILED\",\"TIMED_OUT\"", "\"RUNNING\""),
        delete("Q01", TARGET, v -> v.name().endsWith("-alerts-flows-alert")),
        replace("Q02", MACHINE, "definition", group, "$name"),
        replace("Q02", MACHINE, "definition", "$count($states", "$sum($states"),
        replace("Q03", MACHINE, "definition", "\"StartAt\":\"CutOff\"", "\"StartAt\":\"Find\""),
        replace("Q03", MACHINE, "definition", "States.ALL", "States.Timeout"),
        replace("Q03", MACHINE, "definition", "modifyInstanceAttribute", "createTags"),
        delete("Q03", TARGET, v -> v.name().endsWith("-quarantine-start")));
  }

  private static List<Mutation> watching() {
    return List.of(
        delete("G13", FILTER),
        set("G13", FILTER, "metricTransformation.name", "other"),
        drop("G13", FILTER, "logGroupName"),
        set("G13", TRAIL, "isMultiRegionTrail", false),
        set("G13", TRAIL, "includeGlobalServiceEvents", false),
        set("G13", RULE, "eventPattern", "{\"detail-type\":[\"AWS API Call via CloudTrail\"]}"),
        delete(
            "G13",
            "cloudwatch/metricAlarm:MetricAlarm",
            v -> v.text("metricName").contains("emergency")),
        delete("G14", LOGGING, v -> v.text("targetPrefix").equals("archive/")),
        drop("G14", TRAIL, "advancedEventSelectors.1"),
        delete("G15", "account/alternativeContact:AlternativeContact"),
        drop("G15", "account/alternativeContact:AlternativeContact", "phoneNumber"),
        delete("G15", MANAGED, v -> v.text("managedPolicyArn").endsWith("AWSSupportAccess")),
        delete("N12", DEFAULT_VPC),
        delete("N12", FLOW_LOG),
        set("N12", "ec2/defaultSecurityGroup:DefaultSecurityGroup", "egress", List.of(Map.of())),
        replace("G11", FILTER, "pattern", "-emergency_*", "-emergency_"));
  }

  private static Predicate<ResourceView> about(String type, Predicate<ResourceView> which) {
    return which.and(view -> view.type().equals("aws:" + type));
  }
}
