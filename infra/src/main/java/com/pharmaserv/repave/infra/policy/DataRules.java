package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S10;
import static com.pharmaserv.repave.infra.policy.Claim.S11;
import static com.pharmaserv.repave.infra.policy.Claim.S13;
import static com.pharmaserv.repave.infra.policy.Claim.S14;
import static com.pharmaserv.repave.infra.policy.Claim.S2;
import static com.pharmaserv.repave.infra.policy.Claim.S3;
import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S7;
import static com.pharmaserv.repave.infra.policy.Claim.S8;
import static com.pharmaserv.repave.infra.policy.Claim.S9;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The database, its mirror, its backups, and the end of a tenant's data. */
final class DataRules {
  private static final String CLUSTER = "rds/cluster:Cluster";
  private static final String INSTANCE = "rds/clusterInstance:ClusterInstance";
  private static final String GLOBAL = "rds/globalCluster:GlobalCluster";
  private static final String PARAMETERS = "rds/clusterParameterGroup:ClusterParameterGroup";
  private static final String VAULT = "backup/vault:Vault";
  private static final int BACKUP_DAYS = 14;
  private static final int DEFAULT_PORT = 5432;

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "D01",
              "Databases are encrypted with our keys, private, and cannot be deleted in"
                  + " passing.",
              List.of(S5, S9),
              "RDS.2 RDS.3 RDS.7 RDS.8 RDS.16 RDS.27 CKV_AWS_96 CKV_AWS_139 CKV_AWS_327",
              DataRules::encrypted),
          Rule.of(
              "D02",
              "Nobody signs in to a database with a password.",
              List.of(S5),
              "RDS.10 RDS.12 CKV_AWS_161 CKV_AWS_162 21CFR11.300",
              DataRules::noPasswords),
          Rule.of(
              "D03",
              "Databases refuse connections without TLS, record who does what, and are"
                  + " ready for blue-green patching.",
              List.of(S2, S3, S7),
              "RDS.38 CKV2_AWS_27 CKV2_AWS_69",
              DataRules::parameters),
          Rule.of(
              "D04",
              "The database stands in two zones, and is watched.",
              List.of(S7, S8),
              "RDS.5 RDS.6 RDS.9 RDS.15 RDS.23 RDS.24 RDS.36 RDS.37 CKV_AWS_118 CKV_AWS_324 CKV_AWS_353",
              DataRules::instances),
          Rule.of(
              "D05",
              "Databases stand in subnets of their own, and only machines of fleets reach"
                  + " them.",
              List.of(S5, S8),
              "RDS.46",
              DataRules::apart),
          Rule.of(
              "D06",
              "Every change is streamed to a mirror in the paired region, under a key and"
                  + " with settings of its own.",
              List.of(S9, S11),
              "CKV_AWS_140 Annex11-16",
              DataRules::mirrored),
          Rule.of(
              "B01",
              "Every day a backup, and a copy in the paired region, in locked vaults.",
              List.of(S9, S10),
              "RDS.11 RDS.26 Backup.1 DynamoDB.4 CKV_AWS_133 CKV_AWS_166 CKV2_AWS_8 21CFR11.10(c) Annex11-7.2",
              DataRules::backups),
          Rule.of(
              "B02",
              "Every week a backup is restored, looked at and reported; silence alarms.",
              List.of(S10),
              "Annex11-7.2 Annex11-17",
              DataRules::restores),
          Rule.of(
              "T01",
              "A tenant's keys can be destroyed by one role, which can do nothing else, and"
                  + " every step leaves evidence.",
              List.of(S13, S14),
              "GDPR-17",
              DataRules::tenants));

  private DataRules() {}

  private static void encrypted(Inventory all, Sight sight) {
    sight.someOf(all.of(CLUSTER), "there is no database");
    for (ResourceView cluster : all.of(CLUSTER)) {
      sight.require(cluster, cluster.flag("storageEncrypted"), "is not encrypted");
      sight.require(cluster, cluster.has("kmsKeyId"), "is not encrypted with our key");
      sight.require(cluster, cluster.flag("deletionProtection"), "can be deleted");
      sight.require(cluster, !cluster.flag("skipFinalSnapshot"), "leaves nothing when deleted");
      sight.require(cluster, cluster.flag("copyTagsToSnapshot"), "makes snapshots without tags");
    }
    for (ResourceView global : all.of(GLOBAL)) {
      sight.require(global, global.flag("storageEncrypted"), "is not encrypted");
      sight.require(global, global.flag("deletionProtection"), "can be deleted");
    }
    for (ResourceView instance : all.of(INSTANCE)) {
      sight.require(instance, !instance.flag("publiclyAccessible"), "is public");
    }
  }

  private static void noPasswords(Inventory all, Sight sight) {
    sight.someOf(all.of(CLUSTER), "there is no database");
    for (ResourceView cluster : all.of(CLUSTER)) {
      sight.require(
          cluster,
          cluster.flag("iamDatabaseAuthenticationEnabled"),
          "does not take tokens instead of passwords");
      Object password = cluster.inputs().get("masterPassword");
      sight.require(
          cluster,
          password == null || password instanceof ResourceView.Secret,
          "has a password in plain text");
      sight.require(
          cluster,
          password == null || cluster.ignoreChanges().contains("masterPassword"),
          "gets a new password with every run");
      // Not supported in a global database, nor by blue-green deployments.
      sight.require(cluster, !cluster.flag("manageMasterUserPassword"), "has a stored password");
      sight.require(cluster, password == null || sealed(all, cluster), "keeps its first password");
    }
  }

  /** Whether somebody moves the master user to tokens, at once and again every day. */
  private static boolean sealed(Inventory all, ResourceView cluster) {
    return all.of("sfn/stateMachine:StateMachine").stream()
        .filter(m -> m.text("definition").contains("iam-db-auth"))
        .filter(m -> m.text("definition").contains(cluster.text("clusterIdentifier")))
        .filter(m -> !all.users(m, "scheduler/schedule:Schedule", "target").isEmpty())
        .anyMatch(m -> !all.users(m, "cloudwatch/eventTarget:EventTarget", "arn").isEmpty());
  }

  private static void parameters(Inventory all, Sight sight) {
    sight.someOf(all.of(PARAMETERS), "the database's settings are AWS's");
    for (ResourceView group : all.of(PARAMETERS)) {
      Map<Object, Object> values = new HashMap<>();
      for (Object entry : group.list("parameters")) {
        values.put(((Map<?, ?>) entry).get("name"), ((Map<?, ?>) entry).get("value"));
      }
      sight.require(
          group, "1".equals(values.get("rds.force_ssl")), "admits connections without TLS");
      sight.require(
          group,
          Set.of("TLSv1.2", "TLSv1.3")
              .contains(values.getOrDefault("ssl_min_protocol_version", "")),
          "admits old TLS");
      sight.require(
          group,
          "1".equals(values.get("log_connections")) && "1".equals(values.get("log_disconnections")),
          "does not record who comes and goes");
      sight.require(group, values.containsKey("pgaudit.log"), "does not record who does what");
      sight.require(
          group,
          "1".equals(values.get("rds.logical_replication")),
          "cannot be patched by blue-green");
    }
    for (ResourceView cluster : all.of(CLUSTER)) {
      sight.require(
          cluster,
          !all.used(cluster, "dbClusterParameterGroupName", PARAMETERS).isEmpty(),
          "has settings of AWS");
    }
  }

  private static void instances(Inventory all, Sight sight) {
    for (ResourceView cluster : all.of(CLUSTER)) {
      List<ResourceView> instances = all.users(cluster, INSTANCE, "clusterIdentifier");
      Set<String> zones = new TreeSet<>();
      instances.forEach(instance -> zones.add(instance.text("availabilityZone")));
      boolean writer = cluster.has("masterUsername");
      sight.require(cluster, zones.size() >= (writer ? 2 : 1), "stands in zones " + zones);
      sight.require(
          cluster,
          cluster.list("enabledCloudwatchLogsExports").contains("postgresql"),
          "keeps its log to itself");
      sight.require(cluster, cluster.number("port") != DEFAULT_PORT, "is where all look for it");
      sight.require(
          cluster,
          !Set.of("postgres", "admin", "root").contains(cluster.text("masterUsername")),
          "has an administrator with the usual name");
    }
    for (ResourceView instance : all.of(INSTANCE)) {
      sight.require(instance, instance.number("monitoringInterval") > 0, "is not measured");
      sight.require(
          instance,
          instance.flag("performanceInsightsEnabled")
              && instance.has("performanceInsightsKmsKeyId"),
          "does not show what it does");
    }
    sight.someOf(all.of("rds/eventSubscription:EventSubscription"), "nobody is told of its events");
  }

  private static void apart(Inventory all, Sight sight) {
    sight.someOf(all.of("rds/subnetGroup:SubnetGroup"), "there is no subnet group");
    for (ResourceView group : all.of("rds/subnetGroup:SubnetGroup")) {
      List<ResourceView> subnets = all.used(group, "subnetIds", "ec2/subnet:Subnet");
      sight.require(
          group,
          !subnets.isEmpty()
              && subnets.stream().allMatch(s -> Inventory.tag(s, "tier").startsWith("database")),
          "has subnets that are not for databases only");
    }
    Set<String> databases = new TreeSet<>();
    for (ResourceView cluster : all.of(CLUSTER)) {
      databases.addAll(cluster.uses().getOrDefault("vpcSecurityGroupIds", Set.of()));
    }
    Set<String> machines = new TreeSet<>();
    for (ResourceView template : all.of("ec2/launchTemplate:LaunchTemplate")) {
      machines.addAll(template.uses().getOrDefault("vpcSecurityGroupIds", Set.of()));
    }
    for (ResourceView rule : all.of("vpc/securityGroupIngressRule:SecurityGroupIngressRule")) {
      if (rule.uses().getOrDefault("securityGroupId", Set.of()).stream()
          .anyMatch(databases::contains)) {
        Set<String> from = rule.uses().getOrDefault("referencedSecurityGroupId", Set.of());
        sight.require(
            rule,
            !from.isEmpty() && machines.containsAll(from),
            "lets others than machines of fleets ask the database");
      }
    }
  }

  private static void mirrored(Inventory all, Sight sight) {
    sight.someOf(all.of(GLOBAL), "the database is not global");
    for (ResourceView global : all.of(GLOBAL)) {
      Set<String> regions = new TreeSet<>();
      Set<Object> keys = new TreeSet<>();
      Set<Object> parameters = new TreeSet<>();
      for (ResourceView cluster : all.users(global, CLUSTER, "globalClusterIdentifier")) {
        regions.add(all.region(cluster));
        keys.add(cluster.text("kmsKeyId"));
        parameters.add(cluster.text("dbClusterParameterGroupName"));
        sight.require(
            cluster,
            !all.users(cluster, INSTANCE, "clusterIdentifier").isEmpty(),
            "has no machine that could take over");
        sight.require(
            cluster,
            cluster.ignoreChanges().containsAll(Set.of("engineVersion", "globalClusterIdentifier")),
            "undoes patches and failovers");
      }
      sight.require(global, regions.equals(new TreeSet<>(all.regions())), "is only in " + regions);
      sight.require(global, keys.size() == regions.size(), "has one key for both regions");
      sight.require(
          global, parameters.size() == 1, "has settings of different names in its regions");
    }
  }

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
