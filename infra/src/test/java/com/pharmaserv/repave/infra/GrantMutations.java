package com.pharmaserv.repave.infra;

import static com.pharmaserv.repave.infra.Mutation.delete;
import static com.pharmaserv.repave.infra.Mutation.drop;
import static com.pharmaserv.repave.infra.Mutation.replace;
import static com.pharmaserv.repave.infra.Mutation.set;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rights that come to something, flows that go on, and what watches the account. */
final class GrantMutations {
  private static final String KEY = "kms/key:Key";
  private static final String ROLE_POLICY = "iam/rolePolicy:RolePolicy";
  private static final String POLICY = "iam/policy:Policy";
  private static final String INLINE =
      "ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy";
  private static final String LOGGING = "s3/bucketLoggingV2:BucketLoggingV2";
  private static final String MACHINE = "sfn/stateMachine:StateMachine";
  private static final String RULE = "cloudwatch/eventRule:EventRule";
  private static final String TARGET = "cloudwatch/eventTarget:EventTarget";
  private static final String MANAGED = "ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment";
  private static final String FILTER = "cloudwatch/logMetricFilter:LogMetricFilter";
  private static final String TRAIL = "cloudtrail/trail:Trail";
  private static final String FLOW_LOG = "ec2/flowLog:FlowLog";
  private static final String DEFAULT_VPC = "ec2/defaultVpc:DefaultVpc";

  private GrantMutations() {}

  static List<Mutation> all() {
    return Stream.of(keys(), grants(), flows(), watching()).flatMap(List::stream).toList();
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
        delete("Q03", TARGET, v -> v.name().endsWith("-quarantine-start")),
        replace("Q04", MACHINE, "definition", "\"TimeoutSeconds\":604800,", ""),
        replace("Q04", MACHINE, "definition", ",\"TimeoutSeconds\":60", ""),
        replace("Q04", MACHINE, "definition", "\"MaxConcurrency\":1", "\"MaxConcurrency\":0"),
        replace("Q04", MACHINE, "definition", "$failures < 1", "true"),
        replace(
            "Q04",
            MACHINE,
            "definition",
            "\"Next\":\"After eu-staging\"",
            "\"Next\":\"Plan eu-prod\""),
        delete("Q04", MACHINE, v -> v.name().endsWith("-rotation-waves-machine")));
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
}
