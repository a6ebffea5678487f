package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S11;
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

/** The database, its settings and its mirror. */
final class DatabaseRules {
  private static final String CLUSTER = "rds/cluster:Cluster";
  private static final String INSTANCE = "rds/clusterInstance:ClusterInstance";
  private static final String GLOBAL = "rds/globalCluster:GlobalCluster";
  private static final String PARAMETERS = "rds/clusterParameterGroup:ClusterParameterGroup";
  private static final int DEFAULT_PORT = 5432;

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "D01",
              "Databases are encrypted with our keys, private, and cannot be deleted in"
                  + " passing.",
              List.of(S5, S9),
              "RDS.2 RDS.3 RDS.7 RDS.8 RDS.16 RDS.27 CKV_AWS_96 CKV_AWS_139 CKV_AWS_327",
              DatabaseRules::encrypted),
          Rule.of(
              "D02",
              "Nobody signs in to a database with a password.",
              List.of(S5),
              "RDS.10 RDS.12 CKV_AWS_161 CKV_AWS_162 21CFR11.300",
              DatabaseRules::noPasswords),
          Rule.of(
              "D03",
              "Databases refuse connections without TLS, record who does what, and are"
                  + " ready for blue-green patching.",
              List.of(S2, S3, S7),
              "RDS.38 CKV2_AWS_27 CKV2_AWS_69",
              DatabaseRules::parameters),
          Rule.of(
              "D04",
              "The database stands in two zones, and is watched.",
              List.of(S7, S8),
              "RDS.5 RDS.6 RDS.9 RDS.15 RDS.23 RDS.24 RDS.36 RDS.37 CKV_AWS_118 CKV_AWS_324 CKV_AWS_353",
              DatabaseRules::instances),
          Rule.of(
              "D05",
              "Databases stand in subnets of their own, and only machines of fleets reach"
                  + " them.",
              List.of(S5, S8),
              "RDS.46",
              DatabaseRules::apart),
          Rule.of(
              "D06",
              "Every change is streamed to a mirror in the paired region, under a key and"
                  + " with settings of its own.",
              List.of(S9, S11),
              "CKV_AWS_140 Annex11-16",
              DatabaseRules::mirrored));

  private DatabaseRules() {}

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
}
