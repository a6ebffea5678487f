package com.pharmaserv.repave.infra.data;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.repave.Journal;
import com.pulumi.aws.backup.Plan;
import com.pulumi.aws.backup.PlanArgs;
import com.pulumi.aws.backup.RegionSettings;
import com.pulumi.aws.backup.RegionSettingsArgs;
import com.pulumi.aws.backup.Selection;
import com.pulumi.aws.backup.SelectionArgs;
import com.pulumi.aws.backup.inputs.PlanRuleArgs;
import com.pulumi.aws.backup.inputs.PlanRuleCopyActionArgs;
import com.pulumi.aws.backup.inputs.PlanRuleCopyActionLifecycleArgs;
import com.pulumi.aws.backup.inputs.PlanRuleLifecycleArgs;
import com.pulumi.aws.backup.inputs.SelectionSelectionTagArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/** Every day a backup, and a copy of it in the paired region, which nobody can delete. */
public final class Backup extends Part {
  /** At night in all of the jurisdiction. */
  private static final String DAILY = "cron(0 4 * * ? *)";

  private static final int START_MINUTES = 60;
  private static final int COMPLETION_MINUTES = 480;

  private final Vault vault;
  private final Role role;

  /**
   * @param key of the primary region's vault
   * @param pair the paired region, which the copies go to
   * @param pairKey of the paired region's vault
   */
  public Backup(Scope scope, Key key, Scope pair, Key pairKey) {
    super("Backup", "backup", scope);
    vault = new Vault(scope, key);
    Vault mirror = new Vault(pair, pairKey);
    new RegionSettings(
        named("settings"),
        RegionSettingsArgs.builder()
            .resourceTypeOptInPreference(Map.of("Aurora", true, "DynamoDB", true))
            .resourceTypeManagementPreference(Map.of("DynamoDB", true))
            .build(),
        // AWS answers with every type that the region has.
        options()
            .ignoreChanges("resourceTypeOptInPreference", "resourceTypeManagementPreference")
            .build());
    Plan plan =
        new Plan(
            named("plan"),
            PlanArgs.builder()
                .name(scope.called("daily"))
                .rules(rule("daily", DAILY, mirror.arn()))
                .build(),
            own());
    role = new Role("backup", this, Policy.trust(scope, "backup.amazonaws.com"), rights(scope));
    new Selection(
        named("selection"),
        SelectionArgs.builder()
            .name("daily")
            .planId(plan.id())
            .iamRoleArn(role.arn())
            .selectionTags(
                Journal.BACKED_UP.entrySet().stream()
                    .map(
                        tag ->
                            SelectionSelectionTagArgs.builder()
                                .type("STRINGEQUALS")
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                    .toList())
            .build(),
        own());
    registerOutputs(Map.of("vault", vault.arn()));
  }

  private PlanRuleArgs rule(String name, String schedule, Output<String> copyTo) {
    return PlanRuleArgs.builder()
        .ruleName(name)
        .targetVaultName(vault.vaultName())
        .schedule(schedule)
        .scheduleExpressionTimezone(scope().infrastructure().rotation().zone())
        .startWindow(START_MINUTES)
        .completionWindow(COMPLETION_MINUTES)
        .lifecycle(PlanRuleLifecycleArgs.builder().deleteAfter(Vault.RETENTION_DAYS).build())
        .copyActions(
            PlanRuleCopyActionArgs.builder()
                .destinationVaultArn(copyTo)
                .lifecycle(
                    PlanRuleCopyActionLifecycleArgs.builder()
                        .deleteAfter(Vault.RETENTION_DAYS)
                        .build())
                .build())
        .build();
  }

  /** What AWS's own policies for backups and restores allow, for what we have. */
  private static List<Statement> rights(Scope scope) {
    return List.of(
        Statement.allow(
                "Database",
                "rds:AddTagsToResource",
                "rds:CopyDBClusterSnapshot",
                "rds:CreateDBClusterSnapshot",
                "rds:CreateDBInstance",
                "rds:DescribeDBClusters",
                "rds:DescribeDBClusterSnapshots",
                "rds:DescribeDBInstances",
                "rds:ListTagsForResource",
                "rds:RestoreDBClusterFromSnapshot")
            .on("arn:aws:rds:*:" + scope.account() + ":*"),
        // What it has made itself: AWS names copies and restore tests like this (its policies
        // AWSBackupServiceRolePolicyForBackup and AWSServiceRolePolicyForBackupRestoreTesting).
        Statement.allow("OwnCopies", "rds:DeleteDBClusterSnapshot")
            .on("arn:aws:rds:*:" + scope.account() + ":cluster-snapshot:awsbackup:*"),
        Statement.allow("OwnRestores", "rds:DeleteDBCluster", "rds:DeleteDBInstance")
            .on("arn:aws:rds:*:" + scope.account() + ":cluster:awsbackup-restore-test-*")
            .on("arn:aws:rds:*:" + scope.account() + ":db:awsbackup-restore-test-*"),
        Statement.allow(
                "Table",
                "dynamodb:CreateBackup",
                "dynamodb:DeleteBackup",
                "dynamodb:DescribeBackup",
                "dynamodb:DescribeTable",
                "dynamodb:ListTagsOfResource",
                "dynamodb:StartAwsBackupJob",
                "dynamodb:RestoreTableFromAwsBackup")
            .on("arn:aws:dynamodb:*:" + scope.account() + ":table/*"),
        Statement.allow(
                "Vaults",
                "backup:CopyIntoBackupVault",
                "backup:CopyFromBackupVault",
                "backup:DescribeBackupVault")
            .on("arn:aws:backup:*:" + scope.account() + ":backup-vault:*"),
        Statement.allow("Tagged", "tag:GetResources").on("*"),
        Statement.allow(
                "Keys",
                "kms:CreateGrant",
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:GenerateDataKey*",
                "kms:ReEncrypt*")
            .on("arn:aws:kms:*:" + scope.account() + ":key/*")
            .when("StringLike", "kms:ViaService", "rds.*", "dynamodb.*", "backup.*"));
  }

  public Vault vault() {
    return vault;
  }

  Role role() {
    return role;
  }
}
