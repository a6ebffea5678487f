package com.pharmaserv.repave.aws.policy;

import com.pharmaserv.repave.aws.fleet.Tags;
import com.pharmaserv.repave.model.HandOver.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * On what, and under which conditions, each action is allowed. Which actions know which resources
 * and keys is from the service authorization reference. An action that stands in two grants is
 * allowed by either.
 */
final class Grants {
  private static final String ANYTHING = "*";

  private Grants() {}

  static List<Grant> all() {
    List<Grant> all = new ArrayList<>();
    all.add(reads());
    all.addAll(groups());
    all.addAll(templates());
    all.addAll(traffic());
    all.addAll(stores());
    all.addAll(reservations());
    all.addAll(MachineGrants.all());
    all.addAll(ImageGrants.all());
    return all;
  }

  /** What only reads and knows no resources, or no condition that would tell ours from others. */
  private static Grant reads() {
    return Grant.of(
        "Read",
        List.of(
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribeLifecycleHooks",
            "autoscaling:DescribePolicies",
            "autoscaling:DescribeScalingActivities",
            "autoscaling:DescribeScheduledActions",
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetMetricData",
            "ec2:DescribeCapacityReservations",
            "ec2:DescribeImages",
            "ec2:DescribeInstanceTypes",
            "ec2:DescribeInstances",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:DescribeLaunchTemplates",
            "ec2:DescribeSnapshots",
            "ec2:DescribeSubnets",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
            "servicequotas:GetAWSDefaultServiceQuota",
            "servicequotas:GetServiceQuota",
            "ssm:GetCommandInvocation"),
        scope -> List.of(ANYTHING),
        Grants::inRegions);
  }

  static Conditions inRegions(Scope scope) {
    return Conditions.none().with("StringEquals", "aws:RequestedRegion", scope.regions());
  }

  private static List<Grant> groups() {
    Function<Scope, List<String>> ours =
        scope ->
            List.of(
                scope.arn(
                    "autoscaling",
                    "autoScalingGroup:*:autoScalingGroupName/repave-"
                        + scope.environment()
                        + "-*"));
    return List.of(
        Grant.of(
            "CreateGroups",
            List.of("autoscaling:CreateAutoScalingGroup"),
            ours,
            scope ->
                tagging(scope)
                    .with("Bool", "autoscaling:LaunchTemplateVersionSpecified", "true")
                    // Fleets without a route name no target group, which this allows.
                    .with(
                        "ForAllValues:ArnLike",
                        "autoscaling:TargetGroupARNs",
                        scope.targetGroups())),
        Grant.of(
            "ChangeGroups",
            List.of(
                "autoscaling:DeletePolicy",
                "autoscaling:DeleteScheduledAction",
                "autoscaling:PutScalingPolicy",
                "autoscaling:PutScheduledUpdateGroupAction",
                "autoscaling:ResumeProcesses",
                "autoscaling:SuspendProcesses",
                "autoscaling:UpdateAutoScalingGroup"),
            ours,
            Grants::tagged),
        // Of groups that an earlier version launched.
        Grant.of(
            "ForgetGuardTags",
            List.of("autoscaling:DeleteTags"),
            ours,
            scope ->
                tagged(scope)
                    .with("ForAllValues:StringEquals", "aws:TagKeys", List.of(Tags.GUARDED))),
        // No condition key tells a group's deletion protection: Auto Scaling itself refuses.
        Grant.of(
            "DeleteGroups",
            List.of("autoscaling:DeleteAutoScalingGroup"),
            ours,
            scope ->
                tagged(scope)
                    // Force deletes machines without draining them. The key may be absent.
                    .with("BoolIfExists", "autoscaling:ForceDelete", "false")),
        Grant.of(
            "FirstGroupOfTheAccount",
            List.of("iam:CreateServiceLinkedRole"),
            scope ->
                List.of(
                    scope.global(
                        "iam",
                        "role/aws-service-role/autoscaling.amazonaws.com/"
                            + "AWSServiceRoleForAutoScaling")),
            scope ->
                Conditions.none()
                    .with("StringEquals", "iam:AWSServiceName", "autoscaling.amazonaws.com")));
  }

  private static List<Grant> templates() {
    Function<Scope, List<String>> any = scope -> List.of(scope.arn("ec2", "launch-template/*"));
    return List.of(
        Grant.of("CreateTemplates", List.of("ec2:CreateLaunchTemplate"), any, Grants::tagging),
        Grant.of("DeleteTemplates", List.of("ec2:DeleteLaunchTemplate"), any, Grants::tagged));
  }

  private static List<Grant> traffic() {
    return List.of(
        Grant.of(
            "ShiftTrafficByRules",
            List.of("elasticloadbalancing:ModifyRule"),
            scope -> scope.entries(Entry.Kind.RULE),
            scope -> Conditions.none()),
        Grant.of(
            "ShiftTrafficByListeners",
            List.of("elasticloadbalancing:ModifyListener"),
            scope -> scope.entries(Entry.Kind.LISTENER),
            scope -> Conditions.none()));
  }

  private static List<Grant> stores() {
    return List.of(
        Grant.of(
            "Journals",
            List.of(
                "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"),
            Scope::tables,
            scope ->
                Conditions.none()
                    .with(
                        "ForAllValues:StringLike",
                        "dynamodb:LeadingKeys",
                        List.of(
                            "fence#" + scope.environment() + "/*",
                            "image#*",
                            "journal#" + scope.environment() + "/*",
                            "lease#" + scope.environment() + "/*",
                            "signals#" + scope.environment() + "/*"))),
        Grant.of(
            "HandOvers",
            List.of("ssm:GetParameter"),
            scope ->
                List.of(
                    scope.unowned("ssm", "parameter/aws/service/*"),
                    scope.arn("ssm", "parameter/repave/v1/" + scope.environment() + "/*")),
            scope -> Conditions.none()));
  }

  private static List<Grant> reservations() {
    Function<Scope, List<String>> any =
        scope -> List.of(scope.arn("ec2", "capacity-reservation/*"));
    return List.of(
        Grant.of("ProbeCapacity", List.of("ec2:CreateCapacityReservation"), any, Grants::tagging),
        Grant.of(
            "GiveCapacityBack", List.of("ec2:CancelCapacityReservation"), any, Grants::tagged));
  }

  /** Only things that are born as this environment's. */
  static Conditions tagging(Scope scope) {
    return Conditions.none()
        .tagging(Tags.MANAGED_BY, Tags.ROLLOUT_TOOL)
        .tagging(Tags.ENVIRONMENT, scope.environment());
  }

  /** Only things that this tool made for this environment. */
  static Conditions tagged(Scope scope) {
    return Conditions.none()
        .tagged(Tags.MANAGED_BY, Tags.ROLLOUT_TOOL)
        .tagged(Tags.ENVIRONMENT, scope.environment());
  }
}
