package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.Provider;
import com.pulumi.aws.iam.PolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;

/**
 * What no role of the environment can ever do, whatever its own policies say: make identities or
 * passwords, widen its rights, leave the jurisdiction, blind the guards, destroy evidence.
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

  /** What would hide or destroy the record of what happened. */
  private static final String[] BLINDING = {
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "config:DeleteConfigurationRecorder",
    "config:StopConfigurationRecorder",
    "guardduty:DeleteDetector",
    "guardduty:UpdateDetector",
    "securityhub:DisableSecurityHub",
    "access-analyzer:DeleteAnalyzer",
    "logs:DeleteLogGroup",
    "logs:PutRetentionPolicy",
    "backup:DeleteBackupVault",
    "backup:DeleteRecoveryPoint",
    "backup:DeleteBackupVaultLockConfiguration",
    "backup:DeleteBackupVaultAccessPolicy",
    "backup:PutBackupVaultAccessPolicy",
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucket",
    "s3:PutBucketObjectLockConfiguration",
    "kms:CancelKeyDeletion"
  };

  private Boundary() {}

  /** Makes the policy and gives its ARN. */
  static Output<String> create(String name, String account, Provider provider, String... regions) {
    Output<String> policy =
        Policy.json(
            Statement.allowExcept("EverythingElse", IDENTITY_CHANGES).on("*"),
            Statement.allow("OwnRoles", "iam:PassRole")
                .on("arn:aws:iam::" + account + ":role/" + name.replace("boundary", "") + "*"),
            Statement.deny("Blinding", BLINDING).on("*"),
            Statement.deny("KeyPairs", "ec2:CreateKeyPair", "ec2:ImportKeyPair").on("*"),
            Statement.deny("OtherRegions", "ec2:*", "rds:*", "s3:CreateBucket", "dynamodb:*")
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
