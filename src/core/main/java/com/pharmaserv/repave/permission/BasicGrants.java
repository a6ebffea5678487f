package com.pharmaserv.repave.permission;

import java.util.List;

/** Looking at everything, reading what was handed over, and remembering. */
final class BasicGrants {
  private static final String ANYTHING = "*";

  private BasicGrants() {}

  static List<Grant> all() {
    return List.of(reads(), handOvers(), journals(), tornJournals(), tableKeys());
  }

  /** What only reads and knows no resources, or no condition that would tell ours from others. */
  private static Grant reads() {
    return Grant.of(
        "Read",
        List.of(
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribeInstanceRefreshes",
            "autoscaling:DescribeLifecycleHooks",
            "autoscaling:DescribeNotificationConfigurations",
            "autoscaling:DescribePolicies",
            "autoscaling:DescribeScalingActivities",
            "autoscaling:DescribeScheduledActions",
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetMetricData",
            "ec2:DescribeCapacityReservations",
            "ec2:DescribeImageAttribute",
            "ec2:DescribeImageReferences",
            "ec2:DescribeImages",
            "ec2:DescribeInstanceTypes",
            "ec2:DescribeInstances",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:DescribeLaunchTemplates",
            "ec2:DescribeSnapshots",
            "ec2:DescribeSubnets",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTargetGroupAttributes",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
            "servicequotas:GetAWSDefaultServiceQuota",
            "servicequotas:GetServiceQuota",
            "ssm:GetCommandInvocation"),
        reach -> List.of(ANYTHING),
        Conditions::inRegions);
  }

  private static Grant handOvers() {
    return Grant.of(
        "HandOvers",
        List.of("ssm:GetParameter"),
        reach ->
            List.of(
                reach.unowned("ssm", "parameter/aws/service/*"),
                reach.arn("ssm", "parameter/repave/v1/" + reach.environment() + "/*")),
        reach -> Conditions.none());
  }

  private static Grant journals() {
    return Grant.of(
        "Journals",
        List.of(
            "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"),
        Reach::tables,
        reach ->
            Conditions.none()
                .with(
                    "ForAllValues:StringLike",
                    "dynamodb:LeadingKeys",
                    List.of(
                        "fence#" + reach.environment() + "/*",
                        "image#*",
                        "journal#" + reach.environment() + "/*",
                        "lease#" + reach.environment() + "/*",
                        "signals#" + reach.environment() + "/*")));
  }

  /** A record that was torn while it was written is cut off; nothing else is ever taken back. */
  private static Grant tornJournals() {
    return Grant.of(
        "TornJournals",
        List.of("dynamodb:DeleteItem"),
        Reach::tables,
        reach ->
            Conditions.none()
                .with(
                    "ForAllValues:StringLike",
                    "dynamodb:LeadingKeys",
                    "journal#" + reach.environment() + "/*"));
  }

  /**
   * A table under a key of the account's own is opened in the caller's name, for reads and writes
   * alike; all else with the key DynamoDB does in its own name. The context that it names binds
   * this to our tables (DynamoDB developer guide, "DynamoDB encryption at rest usage notes").
   */
  private static Grant tableKeys() {
    return Grant.of(
        "OpenTables",
        List.of("kms:Decrypt"),
        reach -> reach.things().tableKeys(),
        reach ->
            Conditions.none()
                .with(
                    "StringEquals",
                    "kms:ViaService",
                    reach.service("dynamodb." + reach.regions().get(0)))
                .with(
                    "StringLike",
                    "kms:EncryptionContext:aws:dynamodb:tableName",
                    reach.things().tables()));
  }
}
