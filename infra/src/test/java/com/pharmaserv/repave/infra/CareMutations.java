package com.pharmaserv.repave.infra;

import static com.pharmaserv.repave.infra.Mutation.alter;
import static com.pharmaserv.repave.infra.Mutation.delete;
import static com.pharmaserv.repave.infra.Mutation.drop;
import static com.pharmaserv.repave.infra.Mutation.replace;
import static com.pharmaserv.repave.infra.Mutation.set;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Data, records, guards, and who may do what. */
final class CareMutations {
  private static final String CLUSTER = "rds/cluster:Cluster";
  private static final String ROLE_POLICY = "iam/rolePolicy:RolePolicy";

  private CareMutations() {}

  static List<Mutation> all() {
    return Stream.of(data(), guards(), access()).flatMap(List::stream).toList();
  }

  private static List<Mutation> data() {
    return List.of(
        set("D01", CLUSTER, "storageEncrypted", false),
        drop("D01", CLUSTER, "kmsKeyId"),
        set("D01", CLUSTER, "deletionProtection", false),
        set("D01", "rds/clusterInstance:ClusterInstance", "publiclyAccessible", true),
        drop("D02", CLUSTER, "iamDatabaseAuthenticationEnabled"),
        set("D02", CLUSTER, "masterPassword", "hunter2"),
        set("D02", CLUSTER, "manageMasterUserPassword", true),
        delete("D02", "sfn/stateMachine:StateMachine"),
        delete("D02", "scheduler/schedule:Schedule"),
        delete("D02", "cloudwatch/eventTarget:EventTarget"),
        drop("D03", "rds/clusterParameterGroup:ClusterParameterGroup", "parameters.0"),
        set(
            "D03",
            "rds/clusterParameterGroup:ClusterParameterGroup",
            "parameters.1.value",
            "TLSv1"),
        drop("D03", CLUSTER, "dbClusterParameterGroupName"),
        set("D04", "rds/clusterInstance:ClusterInstance", "availabilityZone", "eu-west-1a"),
        drop("D04", CLUSTER, "enabledCloudwatchLogsExports"),
        drop("D04", "rds/clusterInstance:ClusterInstance", "performanceInsightsKmsKeyId"),
        drop("D05", "rds/subnetGroup:SubnetGroup", "subnetIds"),
        new Mutation(
            "D05",
            "let anybody in the network ask the database",
            v -> v.type().endsWith("IngressRule") && v.name().contains("-database-in"),
            v ->
                Optional.of(
                    Mutation.with(
                        Mutation.with(v, "referencedSecurityGroupId", null),
                        "cidrIpv4",
                        "10.0.0.0/8"))),
        delete("D06", "rds/globalCluster:GlobalCluster"),
        drop("D06", CLUSTER, "globalClusterIdentifier"),
        alter("D06", "undo patches", CLUSTER, v -> Mutation.ignoring(v, Set.of())),
        set("B01", CLUSTER, "backupRetentionPeriod", 1.0),
        drop("B01", "backup/plan:Plan", "rules"),
        set("B01", "backup/plan:Plan", "rules.0.schedule", "cron(0 2 ? * SUN *)"),
        delete("B01", "backup/selection:Selection"),
        delete("B01", "backup/vaultLockConfiguration:VaultLockConfiguration"),
        set("B01", "dynamodb/table:Table", "pointInTimeRecovery.enabled", false),
        drop("B01", "dynamodb/table:Table", "serverSideEncryption"),
        delete("B02", "backup/restoreTestingPlan:RestoreTestingPlan"),
        delete("B02", "backup/restoreTestingSelection:RestoreTestingSelection"),
        delete("B02", "sfn/stateMachine:StateMachine"),
        delete("B02", "scheduler/schedule:Schedule"),
        replace("T01", ROLE_POLICY, "policy", "aws:ResourceTag/tenant", "aws:ResourceTag/any"),
        delete("T01", "cloudwatch/eventTarget:EventTarget"));
  }

  private static List<Mutation> guards() {
    return List.of(
        delete("G01", "cloudtrail/trail:Trail"),
        set("G01", "cloudtrail/trail:Trail", "enableLogFileValidation", false),
        set("G01", "cloudtrail/trail:Trail", "isMultiRegionTrail", false),
        drop("G01", "cloudtrail/trail:Trail", "kmsKeyId"),
        delete("G02", "s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
        delete("G02", "s3/bucketPolicy:BucketPolicy"),
        replace("G02", "s3/bucketPolicy:BucketPolicy", "policy", "s3:TlsVersion", "s3:any"),
        delete("G02", "s3/bucketVersioningV2:BucketVersioningV2"),
        delete(
            "G02",
            "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"),
        delete("G02", "s3/accountPublicAccessBlock:AccountPublicAccessBlock"),
        drop("G03", "cloudwatch/logGroup:LogGroup", "kmsKeyId"),
        drop("G03", "cloudwatch/logGroup:LogGroup", "retentionInDays"),
        set("G03", "cloudwatch/logGroup:LogGroup", "retentionInDays", 30.0),
        delete("G03", "cloudwatch/logAccountPolicy:LogAccountPolicy"),
        drop("G04", "sns/topic:Topic", "kmsMasterKeyId"),
        drop(
            "G04", "kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "serverSideEncryption"),
        drop("G04", "sqs/queue:Queue", "kmsMasterKeyId"),
        set("G05", "kms/key:Key", "enableKeyRotation", false),
        set("G05", "kms/key:Key", "deletionWindowInDays", 7.0),
        drop("G05", "kms/key:Key", "customerMasterKeySpec"),
        drop("G05", "kms/key:Key", "keyUsage"),
        set(
            "G05",
            "kms/key:Key",
            "policy",
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"kms:*\"}]}"),
        delete("G06", "guardduty/detector:Detector"),
        delete("G06", "guardduty/detectorFeature:DetectorFeature"),
        delete("G06", "securityhub/account:Account"),
        delete("G06", "inspector2/enabler:Enabler"),
        delete("G06", "accessanalyzer/analyzer:Analyzer"),
        delete("G06", "cfg/recorderStatus:RecorderStatus"),
        delete("G06", "cloudwatch/eventTarget:EventTarget"),
        set("G09", "ssm/parameter:Parameter", "description", "password: hunter2"),
        delete("G10", "s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2"),
        set(
            "G10",
            "s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
            "rule.defaultRetention.mode",
            "GOVERNANCE"),
        delete("X02", "s3/bucketReplicationConfig:BucketReplicationConfig"));
  }

  private static List<Mutation> access() {
    return List.of(
        drop("G07", "iam/role:Role", "permissionsBoundary"),
        set(
            "G07",
            ROLE_POLICY,
            "policy",
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"),
        set(
            "G07",
            ROLE_POLICY,
            "policy",
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"iam:PassRole\"],\"Resource\":[\"*\"]}]}"),
        set(
            "G07",
            "iam/policy:Policy",
            "policy",
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}]}"),
        set(
            "G07",
            "ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
            "managedPolicyArn",
            "arn:aws:iam::aws:policy/AdministratorAccess"),
        delete("G08", "ssm/document:Document"),
        replace(
            "G08",
            "ssm/document:Document",
            "content",
            "\"cloudWatchStreamingEnabled\":true",
            "\"cloudWatchStreamingEnabled\":false"),
        set("G11", "ssoadmin/permissionSet:PermissionSet", "sessionDuration", "PT12H"),
        delete("G11", "ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment"),
        delete("G12", "iam/openIdConnectProvider:OpenIdConnectProvider"),
        replace("G12", "iam/role:Role", "assumeRolePolicy", ":sub\"", ":any\""),
        delete("X01", "ssm/parameter:Parameter"),
        alter("X01", "hurry", "ssm/parameter:Parameter", v -> Mutation.waitingFor(v, Set.of())),
        alter("X04", "hurry", "dynamodb/table:Table", v -> Mutation.waitingFor(v, Set.of())),
        set("X04", "dynamodb/table:Table", "deletionProtectionEnabled", false),
        delete("X03", "scheduler/schedule:Schedule"),
        set("X03", "codebuild/project:Project", "concurrentBuildLimit", 2),
        set("X03", "codebuild/project:Project", "environment.image", "repave:latest"));
  }
}
