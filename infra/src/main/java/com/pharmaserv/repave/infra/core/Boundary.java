package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.Provider;
import com.pulumi.aws.iam.PolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;

/**
 * What no role of the environment can ever do, whatever its own policies say: make identities or
 * passwords, widen its rights, leave the jurisdiction, blind the guards, destroy evidence. Whoever
 * changes the environment, the program that makes it, is outside.
 *
 * <p>IAM takes 6,144 characters, so that patterns stand for actions that none of the roles needs.
 */
final class Boundary {
  /** Everything that changes identities; reading them stays possible. */
  private static final String[] IDENTITY_CHANGES = {
    "iam:Accept*", "iam:Add*", "iam:Associate*", "iam:Attach*", "iam:Change*", "iam:Create*",
    "iam:Deactivate*", "iam:Delete*", "iam:Detach*", "iam:Disable*", "iam:Enable*", "iam:Pass*",
    "iam:Put*", "iam:Reject*", "iam:Remove*", "iam:Reset*", "iam:Resync*", "iam:Send*",
    "iam:Set*", "iam:Tag*", "iam:Untag*", "iam:Update*", "iam:Upload*", "organizations:*",
    "account:*", "sso:*", "sso-directory:*", "identitystore:*"
  };

  /** Who watches, and who is told. */
  private static final String[] GUARDS = {
    "access-analyzer:CreateArchiveRule",
    "access-analyzer:Delete*",
    "cloudwatch:Delete*",
    "cloudwatch:Disable*",
    "cloudwatch:Put*Alarm",
    "cloudwatch:SetAlarmState",
    "config:Delete*",
    "config:Put*",
    "config:Stop*",
    "ec2:Disable*BlockPublicAccess",
    "ec2:DisableEbsEncryptionByDefault",
    "ec2:*VpcBlockPublicAccess*",
    "events:Delete*",
    "events:Disable*",
    "events:Remove*",
    "guardduty:ArchiveFindings",
    "guardduty:Create*",
    "guardduty:Delete*",
    "guardduty:Disa*",
    "guardduty:Stop*",
    "guardduty:Update*",
    "inspector2:CreateFilter",
    "inspector2:Disable*",
    "scheduler:Delete*",
    "scheduler:Update*",
    "securityhub:BatchDisable*",
    "securityhub:Delete*",
    "securityhub:Disa*",
    "securityhub:Update*",
    "sns:AddPermission",
    "sns:Delete*",
    "sns:Remove*",
    "sns:Set*",
    "sns:Unsubscribe",
    "states:Delete*",
    "states:Update*"
  };

  /** The rules by which people are told. */
  private static final String[] RULES = {"events:PutRule", "events:PutTargets"};

  /** The record of what happened, copies of the data, and what they are encrypted with. */
  private static final String[] EVIDENCE = {
    "backup:Delete*",
    "backup:PutBackupVault*",
    "backup:Update*",
    "cloudtrail:Delete*",
    "cloudtrail:Put*",
    "cloudtrail:Stop*",
    "cloudtrail:Update*",
    "dynamodb:*ResourcePolicy",
    "dynamodb:DeleteTable",
    "dynamodb:ExportTable*",
    "dynamodb:UpdateContinuousBackups",
    "dynamodb:UpdateTable*",
    "dynamodb:UpdateTimeToLive",
    "ec2:DeleteFlowLogs",
    "firehose:Delete*",
    "firehose:Stop*",
    "firehose:Update*",
    "kms:CancelKeyDeletion",
    "kms:DisableKeyRotation",
    "kms:PutKeyPolicy",
    "kms:RetireGrant",
    "logs:*AccountPolicy",
    "logs:DeleteD*",
    "logs:DeleteLogGroup",
    "logs:DeleteLogStream",
    "logs:DeleteMetricFilter",
    "logs:DeleteSubscriptionFilter",
    "logs:Disassociate*",
    "logs:PutD*",
    "logs:PutMetricFilter",
    "logs:PutRetentionPolicy",
    "route53resolver:Delete*",
    "route53resolver:Disassociate*",
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucket*",
    "s3:Put*Configuration",
    "s3:PutAccountPublicAccessBlock",
    "s3:PutBucket*",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
    "sqs:AddPermission",
    "sqs:DeleteQueue",
    "sqs:PurgeQueue",
    "sqs:SetQueueAttributes",
    "ssm:DeleteDocument",
    "ssm:ModifyDocumentPermission",
    "ssm:UpdateDocument*"
  };

  /** What runs in the name of roles: who changes it has their rights. */
  private static final String[] PROGRAMS = {
    "codebuild:Create*",
    "codebuild:Delete*",
    "codebuild:Update*",
    "ec2:CreateKeyPair",
    "ec2:ImportKeyPair",
    "ecr:BatchDelete*",
    "ecr:Delete*",
    "ecr:PutImage*",
    "ecr:SetRepositoryPolicy",
    "lambda:*"
  };

  /** What takes data to other accounts or regions, whoever asks where. */
  private static final String[] LEAVING = {
    "ec2:ModifySnapshotAttribute", "kms:ReplicateKey", "ram:*", "rds:ModifyDB*SnapshotAttribute"
  };

  /** Services that AWS has in one place for all regions. */
  private static final String[] EVERYWHERE = {
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "health:*",
    "iam:*",
    "route53:*",
    "s3:ListAllMyBuckets",
    "shield:*",
    "sts:*",
    "support:*",
    "support-console:*",
    "trustedadvisor:*"
  };

  private Boundary() {}

  /** Makes the policy and gives its ARN. */
  static Output<String> create(String name, String account, Provider provider, String... regions) {
    String roles = "arn:aws:iam::" + account + ":role/" + name.replace("boundary", "");
    Output<String> policy =
        Policy.json(
            Statement.allowExcept("EverythingElse", IDENTITY_CHANGES).on("*"),
            Statement.allow("RolesOfMachines", "iam:PassRole")
                .on(roles + "bake", roles + "fleet-*")
                .when("StringEquals", "iam:PassedToService", "ec2.amazonaws.com"),
            Statement.deny("Guards", GUARDS).on("*"),
            Statement.deny("Rules", RULES)
                .notOn("arn:aws:events:*:" + account + ":rule/" + Flow.BUILD_RULE),
            Statement.deny("Evidence", EVIDENCE).on("*"),
            Statement.deny("Programs", PROGRAMS).on("*"),
            Statement.deny("Leaving", LEAVING).on("*"),
            Statement.deny("KeysOfNoTenant", "kms:DisableKey", "kms:ScheduleKeyDeletion")
                .on("*")
                .when("Null", "aws:ResourceTag/tenant", "true"),
            Statement.denyExcept("OtherRegions", EVERYWHERE)
                .on("*")
                .when("StringNotEquals", "aws:RequestedRegion", regions));
    return new com.pulumi.aws.iam.Policy(
            "boundary",
            PolicyArgs.builder()
                .name(name)
                .description("What no role of the environment can ever do")
                .policy(policy)
                .build(),
            CustomResourceOptions.builder().provider(provider).build())
        .arn();
  }
}
