package com.pharmaserv.repave.infra.access;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.repave.Alerts;
import com.pharmaserv.repave.infra.repave.Journal;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rollout tool's one role, taken by the scheduled rotation, the CI stage and operators. It is
 * the border between what belongs to this program and what belongs to the tool: of the network and
 * the load balancer it changes what two rules per fleet forward, and nothing else.
 */
public final class RolloutRole extends Part {
  private static final String MANAGED_BY = "repave:managed-by";
  private static final String NAME = "rollout";

  private final Role role;

  /**
   * @param takers roles of this account that take it
   * @param machineRoles roles that the tool starts machines with
   * @param rules of the fleets' routes
   * @param keys what images and volumes are encrypted with, one for each region
   */
  public RolloutRole(
      Scope scope,
      List<String> takers,
      List<Output<String>> machineRoles,
      List<Output<String>> rules,
      List<Key> keys,
      Journal journal,
      Alerts alerts,
      Key logsKey) {
    super("RolloutRole", NAME, scope);
    Output<String> trust =
        Policy.json(
            Statement.allow("Takers", "sts:AssumeRole", "sts:TagSession")
                .aws(scope.iam("root"))
                .when("ArnLike", "aws:PrincipalArn", takers.toArray(String[]::new)));
    List<Statement> all = new ArrayList<>();
    all.add(looking());
    all.addAll(groups(scope));
    all.addAll(machines(scope));
    all.addAll(images(scope));
    all.add(passing(machineRoles));
    all.add(shifting(rules));
    all.addAll(remembering(scope, journal));
    all.add(encrypting(keys));
    all.add(Statement.allow("Tell", "sns:Publish").on(alerts.topic()));
    all.add(Statement.allow("Records", "kms:Decrypt", "kms:GenerateDataKey").on(logsKey.arn()));
    String arn = arn(scope);
    role = new Role(NAME, arn.substring(arn.lastIndexOf('/') + 1), this, trust, all);
    registerOutputs(Map.of("role", role.arn()));
  }

  /** The role's ARN as the environment's file tells the rollout tool, before the role is there. */
  public static String arn(Scope scope) {
    return scope.role().orElse(scope.iam("role/" + scope.called(NAME)));
  }

  /** Looking knows no resources. */
  private static Statement looking() {
    return Statement.allow(
            "Look",
            "autoscaling:Describe*",
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetMetricData",
            "cloudwatch:GetMetricStatistics",
            "ec2:Describe*",
            "elasticloadbalancing:Describe*",
            "servicequotas:GetAWSDefaultServiceQuota",
            "servicequotas:GetServiceQuota",
            "servicequotas:ListServiceQuotas",
            "ssm:DescribeInstanceInformation",
            "ssm:GetCommandInvocation",
            "ssm:ListCommandInvocations",
            "tag:GetResources")
        .on("*");
  }

  private static List<Statement> groups(Scope scope) {
    return List.of(
        Statement.allow(
                "Generations",
                "autoscaling:CreateAutoScalingGroup",
                "autoscaling:CreateOrUpdateTags",
                "autoscaling:DeleteAutoScalingGroup",
                "autoscaling:DeleteLifecycleHook",
                "autoscaling:DeletePolicy",
                "autoscaling:DeleteScheduledAction",
                "autoscaling:DeleteTags",
                "autoscaling:DetachInstances",
                "autoscaling:PutLifecycleHook",
                "autoscaling:PutScalingPolicy",
                "autoscaling:PutScheduledUpdateGroupAction",
                "autoscaling:ResumeProcesses",
                "autoscaling:SetDesiredCapacity",
                "autoscaling:SetInstanceProtection",
                "autoscaling:SuspendProcesses",
                "autoscaling:TerminateInstanceInAutoScalingGroup",
                "autoscaling:UpdateAutoScalingGroup")
            .on(
                scope.arn(
                    "autoscaling", "autoScalingGroup:*:autoScalingGroupName/" + scope.called("*"))),
        Statement.deny("Guarded", "autoscaling:DeleteAutoScalingGroup")
            .on("*")
            .when("StringEquals", "autoscaling:ResourceTag/repave:guarded", "true"),
        Statement.allow("NewTemplates", "ec2:CreateLaunchTemplate")
            .on(scope.arn("ec2", "launch-template/*"))
            .when("StringEquals", "aws:RequestTag/" + MANAGED_BY, "rollout"),
        Statement.allow("OldTemplates", "ec2:DeleteLaunchTemplate")
            .on(scope.arn("ec2", "launch-template/*"))
            .when("StringEquals", "aws:ResourceTag/" + MANAGED_BY, "rollout"));
  }

  private static List<Statement> machines(Scope scope) {
    return List.of(
        Statement.allow("OurImages", "ec2:RunInstances")
            .on("arn:aws:ec2:" + scope.region() + "::image/*")
            .when("StringEquals", "ec2:Owner", scope.account(), "amazon"),
        Statement.allow("Machines", "ec2:RunInstances")
            .on(
                scope.arn("ec2", "instance/*"),
                scope.arn("ec2", "launch-template/*"),
                scope.arn("ec2", "network-interface/*"),
                scope.arn("ec2", "security-group/*"),
                scope.arn("ec2", "subnet/*"),
                scope.arn("ec2", "volume/*")),
        Statement.allow("Tags", "ec2:CreateTags")
            .on(
                scope.arn("ec2", "capacity-reservation/*"),
                scope.arn("ec2", "instance/*"),
                scope.arn("ec2", "launch-template/*"),
                scope.arn("ec2", "volume/*"),
                scope.arn("ec2", "network-interface/*"))
            .when(
                "StringEquals",
                "ec2:CreateAction",
                "RunInstances",
                "CreateCapacityReservation",
                "CreateLaunchTemplate"),
        Statement.allow("ProbeCapacity", "ec2:CreateCapacityReservation")
            .on(scope.arn("ec2", "capacity-reservation/*"))
            .when("StringEquals", "aws:RequestTag/" + MANAGED_BY, "rollout"),
        Statement.allow("GiveCapacityBack", "ec2:CancelCapacityReservation")
            .on(scope.arn("ec2", "capacity-reservation/*"))
            .when("StringEquals", "aws:ResourceTag/" + MANAGED_BY, "rollout"),
        Statement.allow("Builders", "ec2:StopInstances", "ec2:TerminateInstances")
            .on(scope.arn("ec2", "instance/*"))
            .when("StringEquals", "aws:ResourceTag/" + MANAGED_BY, "bake"),
        Statement.allow("BuildersObey", "ssm:SendCommand")
            .on(scope.arn("ec2", "instance/*"))
            .when("StringEquals", "aws:ResourceTag/" + MANAGED_BY, "bake"),
        Statement.allow("BuildersCommand", "ssm:SendCommand", "ssm:CancelCommand")
            .on("arn:aws:ssm:" + scope.region() + "::document/AWS-RunShellScript"));
  }

  private static List<Statement> images(Scope scope) {
    String anywhere = "arn:aws:ec2:*:";
    return List.of(
        Statement.allow(
                "Images", "ec2:CopyImage", "ec2:CreateImage", "ec2:CreateTags", "ec2:RegisterImage")
            .on(anywhere + ":image/*", anywhere + ":snapshot/*", scope.arn("ec2", "instance/*")),
        Statement.allow(
                "OwnImages",
                "ec2:DeleteSnapshot",
                "ec2:DeleteTags",
                "ec2:DeregisterImage",
                "ec2:DisableImage",
                "ec2:EnableImage",
                "ec2:EnableImageDeprecation",
                "ec2:ModifyImageAttribute")
            .on(anywhere + ":image/*", anywhere + ":snapshot/*")
            .when("StringEquals", "aws:ResourceTag/" + MANAGED_BY, "bake"));
  }

  private static Statement passing(List<Output<String>> machineRoles) {
    Statement statement = Statement.allow("MachineRoles", "iam:PassRole");
    for (Output<String> machineRole : machineRoles) {
      statement = statement.on(machineRole);
    }
    return statement.when("StringEquals", "iam:PassedToService", "ec2.amazonaws.com");
  }

  private static Statement shifting(List<Output<String>> rules) {
    Statement statement = Statement.allow("Shift", "elasticloadbalancing:ModifyRule");
    for (Output<String> rule : rules) {
      statement = statement.on(rule);
    }
    return statement;
  }

  private static List<Statement> remembering(Scope scope, Journal journal) {
    return List.of(
        Statement.allow(
                "Journal",
                "dynamodb:ConditionCheckItem",
                "dynamodb:DescribeTable",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:Query",
                "dynamodb:UpdateItem",
                "dynamodb:DeleteItem")
            .on(journal.table()),
        Statement.allow("Evidence", "s3:PutObject").on(journal.evidence().objects("*")),
        Statement.allow("HandOver", "ssm:GetParameter", "ssm:GetParameterHistory")
            .on(scope.arn("ssm", "parameter/repave/v1/" + scope.environment().name() + "/*")),
        Statement.allow("Bases", "ssm:GetParameter")
            .on("arn:aws:ssm:" + scope.region() + "::parameter/aws/service/*"));
  }

  private static Statement encrypting(List<Key> keys) {
    Statement statement =
        Statement.allow(
            "Volumes",
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo");
    for (Key key : keys) {
      statement = statement.on(key.arn());
    }
    return statement.when("StringLike", "kms:ViaService", "ec2.*.amazonaws.com", "dynamodb.*");
  }

  public Output<String> role() {
    return role.arn();
  }
}
