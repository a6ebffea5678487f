package com.pharmaserv.repave.infra.data;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.SecurityGroups;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.network.Network;
import com.pharmaserv.repave.infra.repave.Journal;
import com.pharmaserv.repave.model.Infrastructure;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.rds.Cluster;
import com.pulumi.aws.rds.ClusterArgs;
import com.pulumi.aws.rds.ClusterInstance;
import com.pulumi.aws.rds.ClusterInstanceArgs;
import com.pulumi.aws.rds.SubnetGroup;
import com.pulumi.aws.rds.SubnetGroupArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One region's cluster of the database. */
final class DatabaseRegion extends Part {
  /** As long as AWS keeps continuous backups (RDS.11 asks for a week). */
  private static final int BACKUP_DAYS = 35;

  private static final int MONITORING_SECONDS = 15;

  /**
   * The longest that Performance Insights keeps without being paid by the month; RDS asks for 7.
   */
  private static final int INSIGHTS_DAYS = 7;

  private static final int PASSWORD_BYTES = 30;

  /** What other hands change: blue-green deployments, promotions between the regions, sealing. */
  private static final List<String> CHANGED_ELSEWHERE =
      List.of(
          "engineVersion",
          "globalClusterIdentifier",
          "masterPassword",
          "replicationSourceIdentifier",
          "snapshotIdentifier");

  /** Where RDS writes what its machines measure; one name for all of a region. */
  private static final String METRICS_LOGS = "RDSOSMetrics";

  private static final List<String> LOGS = List.of("postgresql", "iam-db-auth-error");

  private final SecurityGroup group;
  private final SubnetGroup subnets;
  private final Cluster cluster;
  private final List<Resource> instances = new ArrayList<>();

  private DatabaseRegion(
      Network network,
      Output<String> global,
      Key key,
      Key logsKey,
      Optional<DatabaseRegion> of,
      List<Resource> first) {
    super("DatabaseRegion", "database", network.scope());
    group = SecurityGroups.closed(this, "group", network.vpc(), "Database");
    subnets =
        new SubnetGroup(
            named("subnets"),
            SubnetGroupArgs.builder()
                .name(scope().called("database"))
                .subnetIds(network.database().subnetIds())
                .build(),
            own());
    List<Resource> before = new ArrayList<>(first);
    LOGS.forEach(log -> before.add(logGroup(log, logsKey)));
    before.add(Logs.group(this, "metrics-logs", METRICS_LOGS, logsKey));
    of.ifPresent(primary -> before.addAll(primary.instances));
    Parameters parameters = new Parameters(this);
    var args =
        ClusterArgs.builder()
            .clusterIdentifier(scope().called("database"))
            .globalClusterIdentifier(global)
            .engine(Database.ENGINE)
            .engineVersion(settings().version())
            .port(settings().port())
            .dbSubnetGroupName(subnets.name())
            .dbClusterParameterGroupName(parameters.cluster())
            .vpcSecurityGroupIds(group.id().applyValue(List::of))
            .storageEncrypted(true)
            .kmsKeyId(key.arn())
            .iamDatabaseAuthenticationEnabled(true)
            .enabledCloudwatchLogsExports(LOGS)
            .backupRetentionPeriod(BACKUP_DAYS)
            .preferredBackupWindow("01:00-02:00")
            .preferredMaintenanceWindow("sun:03:00-sun:04:00")
            .copyTagsToSnapshot(true)
            .deletionProtection(true)
            .skipFinalSnapshot(false)
            .finalSnapshotIdentifier(scope().called("database-final"))
            .tags(of.isEmpty() ? Journal.BACKED_UP : Map.of("mirror", "true"));
    if (of.isEmpty()) {
      args.masterUsername("steward").masterPassword(oncePassword());
    }
    // Where an encrypted copy comes from; costs nothing where RDS could tell by itself.
    of.ifPresent(primary -> args.sourceRegion(primary.scope().region()));
    cluster =
        new Cluster(
            named("cluster"),
            args.build(),
            options()
                .protect(true)
                .ignoreChanges(CHANGED_ELSEWHERE)
                .dependsOn(before.toArray(Resource[]::new))
                .build());
    Role monitoring = monitoring();
    int count = of.isEmpty() ? 2 : 1;
    for (int i = 0; i < count; i++) {
      instances.add(instance(i, key, parameters, monitoring));
    }
    registerOutputs(Map.of("cluster", cluster.arn()));
  }

  private Role monitoring() {
    return new Role(
        "database-monitoring",
        this,
        Policy.trust(scope(), "monitoring.rds.amazonaws.com"),
        List.of(
            Statement.allow(
                    "Write",
                    "logs:CreateLogStream",
                    "logs:DescribeLogStreams",
                    "logs:GetLogEvents",
                    "logs:PutLogEvents")
                .on(scope().arn("logs", "log-group:" + METRICS_LOGS + ":*"))));
  }

  /**
   * The cluster that is written, with a reader in another zone that takes over.
   *
   * @param first what must stand before it
   */
  static DatabaseRegion writer(
      Network network, Output<String> global, Key key, Key logsKey, Resource first) {
    return new DatabaseRegion(network, global, key, logsKey, Optional.empty(), List.of(first));
  }

  /** The cluster that every change is streamed to. */
  static DatabaseRegion mirror(
      Network network, Output<String> global, Key key, Key logsKey, DatabaseRegion of) {
    return new DatabaseRegion(network, global, key, logsKey, Optional.of(of), List.of());
  }

  private Infrastructure.Database settings() {
    return scope().infrastructure().database();
  }

  /** Made before RDS does, which would keep it forever and without our key. */
  private LogGroup logGroup(String log, Key key) {
    String path = "/aws/rds/cluster/" + scope().called("database") + "/" + log;
    return Logs.group(this, log + "-logs", path, key);
  }

  /**
   * RDS wants a password to make a cluster. Nobody is told this one, it differs each time the
   * program runs, and {@link Seal} makes it useless.
   */
  private static Output<String> oncePassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Output.ofSecret(HexFormat.of().formatHex(bytes));
  }

  private ClusterInstance instance(int index, Key key, Parameters parameters, Role monitoring) {
    String zone = scope().place().zones().get(index);
    return new ClusterInstance(
        named("instance-" + zone),
        ClusterInstanceArgs.builder()
            .clusterIdentifier(cluster.id())
            .identifier(scope().called("database") + "-" + zone)
            .engine(Database.ENGINE)
            .engineVersion(settings().version())
            .instanceClass(settings().machine())
            .availabilityZone(zone)
            .promotionTier(index)
            .dbParameterGroupName(parameters.instance())
            .publiclyAccessible(false)
            // Patches come by blue-green deployments, which are verified first, never by surprise.
            .autoMinorVersionUpgrade(false)
            .caCertIdentifier("rds-ca-ecc384-g1")
            .copyTagsToSnapshot(true)
            .monitoringInterval(MONITORING_SECONDS)
            .monitoringRoleArn(monitoring.arn())
            .performanceInsightsEnabled(true)
            .performanceInsightsKmsKeyId(key.arn())
            .performanceInsightsRetentionPeriod(INSIGHTS_DAYS)
            .build(),
        options().ignoreChanges("engineVersion").build());
  }

  void admit(Part part, SecurityGroup machines) {
    SecurityGroups.connect(
        part, "database", machines, group, settings().port(), "The application's database");
  }

  /** Name of the subnets that databases stand in. */
  Output<String> subnets() {
    return subnets.name();
  }

  Output<String> arn() {
    return cluster.arn();
  }
}
