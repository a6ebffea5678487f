package com.pharmaserv.repave.permission;

import java.util.List;
import java.util.function.Function;

/** Generations: their groups, and what is set on them. */
final class GroupGrants {
  private GroupGrants() {}

  static List<Grant> all() {
    Function<Reach, List<String>> ours =
        reach ->
            List.of(
                reach.arn(
                    "autoscaling",
                    "autoScalingGroup:*:autoScalingGroupName/repave-"
                        + reach.environment()
                        + "-*"));
    return List.of(
        Grant.of(
            "CreateGroups",
            List.of("autoscaling:CreateAutoScalingGroup"),
            ours,
            reach ->
                targeting(reach)
                    .with("Bool", "autoscaling:LaunchTemplateVersionSpecified", "true")),
        Grant.of(
            "ChangeGroups",
            List.of(
                "autoscaling:DeletePolicy",
                "autoscaling:DeleteScheduledAction",
                "autoscaling:EnableMetricsCollection",
                "autoscaling:PutNotificationConfiguration",
                "autoscaling:PutScalingPolicy",
                "autoscaling:PutScheduledUpdateGroupAction",
                "autoscaling:ResumeProcesses",
                "autoscaling:SuspendProcesses",
                "autoscaling:UpdateAutoScalingGroup"),
            ours,
            Conditions::tagged),
        // Of groups that an earlier version launched.
        Grant.of(
            "ForgetGuardTags",
            List.of("autoscaling:DeleteTags"),
            ours,
            reach ->
                Conditions.tagged(reach)
                    .with("ForAllValues:StringEquals", "aws:TagKeys", List.of(Marks.GUARDED))),
        // No condition key tells a group's deletion protection: Auto Scaling itself refuses.
        Grant.of(
            "DeleteGroups",
            List.of("autoscaling:DeleteAutoScalingGroup"),
            ours,
            reach ->
                Conditions.tagged(reach)
                    // Force deletes machines without draining them. The key may be absent.
                    .with("BoolIfExists", "autoscaling:ForceDelete", "false")),
        Grant.of(
            "FirstGroupOfTheAccount",
            List.of("iam:CreateServiceLinkedRole"),
            reach -> reach.things().linkedRoles(),
            reach ->
                Conditions.none()
                    .with("StringEquals", "iam:AWSServiceName", "autoscaling.amazonaws.com")));
  }

  private static Conditions targeting(Reach reach) {
    List<String> groups = reach.things().targetGroups();
    return groups.isEmpty()
        ? Conditions.tagging(reach).with("Null", "autoscaling:TargetGroupARNs", "true")
        // Fleets without a route name no target group, which this allows.
        : Conditions.tagging(reach)
            .with("ForAllValues:ArnLike", "autoscaling:TargetGroupARNs", groups);
  }
}
