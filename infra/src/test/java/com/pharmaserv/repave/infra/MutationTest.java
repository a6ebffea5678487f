package com.pharmaserv.repave.infra;

import static com.pharmaserv.repave.infra.Mutation.alter;
import static com.pharmaserv.repave.infra.Mutation.delete;
import static com.pharmaserv.repave.infra.Mutation.drop;
import static com.pharmaserv.repave.infra.Mutation.replace;
import static com.pharmaserv.repave.infra.Mutation.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.infra.policy.Rule;
import com.pharmaserv.repave.infra.policy.Rules;
import com.pharmaserv.repave.infra.policy.Sight;
import com.pharmaserv.repave.infra.view.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever takes a security property away fails a rule that says which. */
class MutationTest {
  private static final List<Rule> RULES = Rules.all(Stacks.TODAY);
  private static final String LB = "lb/loadBalancer:LoadBalancer";
  private static final String LISTENER = "lb/listener:Listener";
  private static final String LISTENER_RULE = "lb/listenerRule:ListenerRule";
  private static final String TARGETS = "lb/targetGroup:TargetGroup";
  private static final String TEMPLATE = "ec2/launchTemplate:LaunchTemplate";
  private static final String CLUSTER = "rds/cluster:Cluster";
  private static final String INGRESS = "vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  private static final String EGRESS = "vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  private static final String ROLE_POLICY = "iam/rolePolicy:RolePolicy";

  static Stream<Mutation> mutations() {
    return Stream.of(
            places(),
            network(),
            edge(),
            machines(),
            data(),
            guards(),
            access(),
            FactMutations.all())
        .flatMap(List::stream);
  }

  private static List<Mutation> places() {
    return List.of(
        alter("R01", "forget the provider", "kms/key:Key", v -> Mutation.provider(v, "")),
        set("R01", "pulumi:providers:aws", "region", "us-east-1"),
        set("R01", "backup/plan:Plan", "rules.0.targetVaultName", "arn:aws:x:us-west-2:1:y"),
        drop("R02", "pulumi:providers:aws", "allowedAccountIds"),
        drop("R02", "pulumi:providers:aws", "defaultTags"),
        alter("R03", "share the URN", "ec2/vpc:Vpc", v -> Mutation.named(v, "urn", "vpc")),
        alter("R03", "lengthen the name", TARGETS, v -> Mutation.named(v, v.urn(), "x".repeat(25))),
        alter("R04", "stop protecting", "s3/bucketV2:BucketV2", v -> Mutation.protect(v, false)),
        alter("R04", "stop protecting", "ssm/parameter:Parameter", v -> Mutation.protect(v, false)),
        alter("R04", "protect", "ec2/subnet:Subnet", v -> Mutation.protect(v, true)));
  }

  private static List<Mutation> network() {
    return List.of(
        delete("N01", "ec2/defaultSecurityGroup:DefaultSecurityGroup"),
        set("N01", "ec2/defaultSecurityGroup:DefaultSecurityGroup", "ingress", List.of(Map.of())),
        delete("N02", "ec2/flowLog:FlowLog"),
        set("N02", "ec2/flowLog:FlowLog", "trafficType", "REJECT"),
        set("N02", "ec2/flowLog:FlowLog", "maxAggregationInterval", 600.0),
        set("N03", "ec2/subnet:Subnet", "mapPublicIpOnLaunch", true),
        set("N04", INGRESS, "cidrIpv4", "0.0.0.0/0"),
        set("N04", INGRESS, "cidrIpv6", "::/0"),
        set("N04", INGRESS, "fromPort", 22.0),
        delete("N05", "ec2/networkAcl:NetworkAcl"),
        new Mutation(
            "N05",
            "admit anybody to databases",
            v -> v.type().endsWith(":NetworkAcl") && Inventory.tag(v, "tier").equals("database"),
            v -> Optional.of(Mutation.with(v, "ingress.0.cidrBlock", "0.0.0.0/0"))),
        new Mutation(
            "N05",
            "admit shells to the application",
            v -> v.type().endsWith(":NetworkAcl") && Inventory.tag(v, "tier").equals("app"),
            v -> Optional.of(Mutation.with(v, "ingress.2.fromPort", 1.0))),
        new Mutation(
            "N06",
            "give the databases' tier a way out",
            v -> v.type().endsWith(":Route"),
            v -> Optional.of(Mutation.with(v, "routeTableId", "rtb-1"))),
        delete("N06", "ec2/routeTableAssociation:RouteTableAssociation"),
        set("N06", "ec2/routeTable:RouteTable", "routes", List.of(Map.of("natGatewayId", "nat-1"))),
        delete("N07", "ec2/subnet:Subnet", v -> v.name().endsWith("database-eu-west-1c")),
        set("N07", "ec2/subnet:Subnet", "availabilityZone", "eu-west-1a"),
        delete("N08", "ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"),
        drop("N08", "ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "subnetId"),
        delete("N09", "ec2/vpcEndpoint:VpcEndpoint", v -> v.text("serviceName").endsWith(".kms")),
        drop("N09", "ec2/vpcEndpoint:VpcEndpoint", "policy"),
        set("N10", EGRESS, "cidrIpv4", "0.0.0.0/0"),
        set("N10", EGRESS, "ipProtocol", "-1"),
        drop("N10", INGRESS, "description"),
        delete(
            "N11", "route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"));
  }

  private static List<Mutation> edge() {
    return List.of(
        set("L01", LISTENER, "protocol", "HTTP"),
        drop("L01", LISTENER, "certificateArn"),
        drop("L02", LISTENER, "sslPolicy"),
        set("L02", LISTENER, "sslPolicy", "ELBSecurityPolicy-2016-08"),
        drop("L03", LISTENER, "routingHttpResponseStrictTransportSecurityHeaderValue"),
        set("L03", LISTENER, "routingHttpResponseServerEnabled", true),
        set("L04", LB, "enableDeletionProtection", false),
        set("L04", LB, "dropInvalidHeaderFields", false),
        set("L04", LB, "desyncMitigationMode", "defensive"),
        drop("L04", LB, "accessLogs"),
        drop("L04", LB, "connectionLogs"),
        drop("L04", LB, "enableZonalShift"),
        delete("L05", "wafv2/webAclAssociation:WebAclAssociation"),
        delete("L05", "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"),
        set("L05", "wafv2/webAcl:WebAcl", "rules.0.overrideAction", Map.of("count", Map.of())),
        set("L06", TARGETS, "protocol", "HTTP"),
        set("L06", TARGETS, "healthCheck.protocol", "HTTP"),
        set("L07", LISTENER, "defaultActions.0.type", "forward"),
        alter("L07", "forget ignoreChanges", LISTENER_RULE, v -> Mutation.ignoring(v, Set.of())),
        alter(
            "L07",
            "ignore only weights",
            LISTENER_RULE,
            v -> Mutation.ignoring(v, Set.of("actions[0].forward.targetGroups[*].weight"))),
        replace(
            "L08",
            LISTENER_RULE,
            "actions.0.fixedResponse.messageBody",
            "Expires: 2027",
            "Expires: 2026"),
        replace("L08", LISTENER_RULE, "actions.0.fixedResponse.messageBody", "Contact", "Nobody"));
  }

  private static List<Mutation> machines() {
    return List.of(
        set("C01", TEMPLATE, "metadataOptions.httpTokens", "optional"),
        set("C01", TEMPLATE, "metadataOptions.httpPutResponseHopLimit", 2.0),
        delete("C01", "ec2/instanceMetadataDefaults:InstanceMetadataDefaults"),
        set("C02", TEMPLATE, "keyName", "mine"),
        delete("C02", "ec2/serialConsoleAccess:SerialConsoleAccess"),
        set("C03", TEMPLATE, "blockDeviceMappings.0.ebs.encrypted", "false"),
        drop("C03", TEMPLATE, "blockDeviceMappings.0.ebs.kmsKeyId"),
        delete("C03", "ebs/encryptionByDefault:EncryptionByDefault"),
        delete("C03", "ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"),
        set("C04", TEMPLATE, "iamInstanceProfile.arn", "arn:one"),
        set("C04", TEMPLATE, "vpcSecurityGroupIds", List.of("sg-1")),
        set("C05", TEMPLATE, "userData", "cGFzc3dvcmQ9aHVudGVyMg=="),
        set("C06", TEMPLATE, "imageId", "ami-1"));
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
        delete("X03", "scheduler/schedule:Schedule"),
        set("X03", "codebuild/project:Project", "environment.image", "repave:latest"));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticedByItsRule(Mutation mutation) {
    Inventory mutated = mutation.applyTo(Stacks.run("eu-prod").inventory());

    assertThat(Rules.findings(RULES, mutated))
        .extracting(Sight.Finding::rule)
        .contains(mutation.rule());
  }

  @Test
  void thereAreManyOfThem() {
    assertThat(mutations().map(Mutation::toString)).doesNotHaveDuplicates().hasSizeGreaterThan(200);
  }

  @Test
  void everyRuleNoticesSomething() {
    Set<String> noticing =
        mutations().map(Mutation::rule).collect(Collectors.toCollection(TreeSet::new));

    assertThat(noticing).containsExactlyElementsOf(RULES.stream().map(Rule::id).toList());
  }

  /** Taken from one region only, it is noticed as well. */
  @Test
  void thePairedRegionIsNoLessGuarded() {
    List<String> types =
        List.of(
            "ec2/flowLog:FlowLog", "guardduty/detector:Detector",
            "cloudwatch/logAccountPolicy:LogAccountPolicy", "backup/vault:Vault",
            "ebs/encryptionByDefault:EncryptionByDefault", "rds/cluster:Cluster");
    Inventory stack = Stacks.run("eu-prod").inventory();
    List<String> unnoticed = new ArrayList<>();
    for (String type : types) {
      Inventory mutated =
          delete("", type, v -> stack.region(v).equals("eu-central-1")).applyTo(stack);
      if (Rules.findings(RULES, mutated).isEmpty()) {
        unnoticed.add(type);
      }
    }

    assertThat(unnoticed).isEmpty();
  }
}
