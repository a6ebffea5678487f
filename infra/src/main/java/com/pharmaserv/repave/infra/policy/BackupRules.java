package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S10;
import static com.pharmaserv.repave.infra.policy.Claim.S13;
import static com.pharmaserv.repave.infra.policy.Claim.S14;
import static com.pharmaserv.repave.infra.policy.Claim.S9;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Backups, and the end of a tenant's data. */
final class BackupRules {
  private static final String CLUSTER = "rds/cluster:Cluster";
  private static final String VAULT = "backup/vault:Vault";
  private static final int BACKUP_DAYS = 14;

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "B01",
              "Every day a backup, and a copy in the paired region, in locked vaults.",
              List.of(S9, S10),
              "RDS.11 RDS.26 Backup.1 DynamoDB.4 CKV_AWS_133 CKV_AWS_166 CKV2_AWS_8 21CFR11.10(c) Annex11-7.2",
              BackupRules::backups),
          Rule.of(
              "B02",
              "Every week a backup is restored, looked at and reported; silence alarms.",
              List.of(S10),
              "Annex11-7.2 Annex11-17",
              BackupRules::restores),
          Rule.of(
              "T01",
              "A tenant's keys can be destroyed by one role, which can do nothing else, and"
                  + " every step leaves evidence.",
              List.of(S13, S14),
              "GDPR-17",
              BackupRules::tenants));

  private BackupRules() {}

  private static void backups(Inventory all, Sight sight) {
    for (ResourceView cluster : all.of(CLUSTER)) {
      sight.require(
          cluster, cluster.number("backupRetentionPeriod") >= BACKUP_DAYS, "forgets too early");
      sight.require(
          cluster,
          !cluster.has("masterUsername") || Inventory.tag(cluster, "backup").equals("daily"),
          "is not in the daily backup");
    }
    for (ResourceView table : all.of("dynamodb/table:Table")) {
      sight.require(table, table.flag("pointInTimeRecovery.enabled"), "cannot go back in time");
      sight.require(table, table.flag("deletionProtectionEnabled"), "can be deleted");
      sight.require(table, table.has("serverSideEncryption.kmsKeyArn"), "is not under our key");
      sight.require(
          table, Inventory.tag(table, "backup").equals("daily"), "is not in the daily backup");
    }
    Set<String> regions = new TreeSet<>();
    boolean synthetic =
        all.of("pulumi:providers:aws").stream()
            .map(
                provider -> PolicyText.tree(provider.text("defaultTags")).at("/tags/data").asText())
            .anyMatch("synthetic"::equals);
    for (ResourceView vault : all.of(VAULT)) {
      regions.add(all.region(vault));
      sight.require(vault, vault.has("kmsKeyArn"), "is not under our key");
      List<ResourceView> locks =
          all.users(
              vault, "backup/vaultLockConfiguration:VaultLockConfiguration", "backupVaultName");
      sight.require(
          vault,
          locks.stream()
              .anyMatch(
                  lock ->
                      lock.number("minRetentionDays") >= BACKUP_DAYS
                          && (synthetic || lock.number("changeableForDays") >= 3)),
          "is not locked for good");
    }
    sight.require(
        regions.equals(new TreeSet<>(all.regions())), "there are vaults only in " + regions);
    sight.someOf(all.of("backup/plan:Plan"), "there is no plan");
    for (ResourceView plan : all.of("backup/plan:Plan")) {
      sight.require(
          plan,
          plan.text("rules.0.schedule").matches("cron\\(\\d+ \\d+ \\* \\* \\? \\*\\)"),
          "is not daily");
      sight.require(
          plan,
          all.used(plan, "rules", VAULT).stream()
              .anyMatch(vault -> !all.region(vault).equals(all.region(plan))),
          "copies nothing to the paired region");
      sight.require(
          plan,
          !all.users(plan, "backup/selection:Selection", "planId").isEmpty(),
          "selects nothing");
    }
  }

  private static void restores(Inventory all, Sight sight) {
    sight.someOf(all.of("backup/restoreTestingPlan:RestoreTestingPlan"), "nothing is restored");
    for (ResourceView plan : all.of("backup/restoreTestingPlan:RestoreTestingPlan")) {
      sight.require(
          plan,
          plan.text("scheduleExpression").matches("cron\\(\\d+ \\d+ \\? \\* \\w+ \\*\\)"),
          "is not weekly");
      List<ResourceView> selections =
          all.users(
              plan,
              "backup/restoreTestingSelection:RestoreTestingSelection",
              "restoreTestingPlanName");
      sight.require(
          plan,
          selections.stream().anyMatch(s -> s.number("validationWindowHours") > 0),
          "leaves no time to look at what was restored");
    }
    List<ResourceView> machines = all.of("sfn/stateMachine:StateMachine");
    sight.someOf(
        machines.stream()
            .filter(m -> m.text("definition").contains("putRestoreValidationResult"))
            .toList(),
        "nobody looks at what was restored");
    sight.someOf(
        machines.stream()
            .filter(m -> m.text("definition").contains("listRestoreJobs"))
            .filter(m -> !all.users(m, "scheduler/schedule:Schedule", "target").isEmpty())
            .toList(),
        "nobody notices that nothing was restored");
    sight.someOf(all.of("backup/reportPlan:ReportPlan"), "nothing is reported");
  }

  private static void tenants(Inventory all, Sight sight) {
    List<ResourceView> policies =
        all.of("iam/rolePolicy:RolePolicy").stream()
            .filter(p -> p.text("policy").contains("kms:ScheduleKeyDeletion"))
            .toList();
    sight.someOf(policies, "nobody can end a tenant");
    for (ResourceView policy : policies) {
      for (PolicyText.Entry entry : PolicyText.entries(policy.text("policy"))) {
        sight.require(
            policy,
            !entry.actions().contains("kms:ScheduleKeyDeletion")
                || entry.conditions().contains("aws:ResourceTag/tenant"),
            "can destroy keys that are no tenant's");
      }
    }
    for (String region : all.regions()) {
      List<ResourceView> evidence =
          all.of("cloudwatch/eventRule:EventRule").stream()
              .filter(r -> all.region(r).equals(region))
              .filter(r -> r.text("eventPattern").contains("KMS CMK Deletion"))
              .filter(r -> !all.users(r, "cloudwatch/eventTarget:EventTarget", "rule").isEmpty())
              .toList();
      sight.someOf(evidence, "region " + region + " keeps no evidence of destroyed keys");
    }
  }
}
