package com.pharmaserv.repave.infra.data;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.network.Network;
import com.pharmaserv.repave.infra.repave.Alerts;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.rds.EventSubscription;
import com.pulumi.aws.rds.EventSubscriptionArgs;
import com.pulumi.aws.rds.GlobalCluster;
import com.pulumi.aws.rds.GlobalClusterArgs;
import com.pulumi.core.Output;
import java.util.Map;

/**
 * The database: written in the primary region, its write-ahead log streamed to the paired one as it
 * is written. Machines of its own, in subnets of their own, in two zones at least.
 */
public final class Database extends Part {
  static final String ENGINE = "aurora-postgresql";

  private final DatabaseRegion primary;
  private final Output<String> network;

  /**
   * @param key of the primary region
   * @param mirrorKey of the paired region
   * @param seal which must wait for the cluster before that is made
   */
  public Database(
      Network network,
      Key key,
      Key logsKey,
      Network pair,
      Key mirrorKey,
      Key mirrorLogsKey,
      Seal seal) {
    super("Database", "database", network.scope());
    Scope scope = network.scope();
    this.network = network.vpc();
    GlobalCluster global =
        new GlobalCluster(
            named("global"),
            GlobalClusterArgs.builder()
                .globalClusterIdentifier(scope.called("database"))
                .engine(ENGINE)
                .engineVersion(scope.infrastructure().database().version())
                .databaseName("pharmaserv")
                .storageEncrypted(true)
                .deletionProtection(true)
                .build(),
            // Blue-green deployments bring new versions, from outside of this program.
            options().protect(true).ignoreChanges("engineVersion").build());
    Output<String> id = global.id();
    primary = DatabaseRegion.writer(network, id, key, logsKey, seal.waiting());
    DatabaseRegion.mirror(pair, id, mirrorKey, mirrorLogsKey, primary);
    registerOutputs(Map.of("cluster", primary.arn()));
  }

  /** Tells people about what happens to the database itself. */
  public void report(Alerts alerts) {
    new EventSubscription(
        named("events"),
        EventSubscriptionArgs.builder()
            .name(scope().called("database"))
            .snsTopic(alerts.topic())
            .sourceType("db-cluster")
            .eventCategories(
                "configuration change",
                "deletion",
                "failover",
                "failure",
                "global-failover",
                "maintenance",
                "notification")
            .build(),
        own());
  }

  /** Id of the network that it is written in. */
  Output<String> network() {
    return network;
  }

  /** Name of the subnets that databases stand in. */
  Output<String> subnets() {
    return primary.subnets();
  }

  /** Lets a fleet's machines ask the database. */
  public void admit(Part part, SecurityGroup machines) {
    primary.admit(part, machines);
  }

  /** The cluster that is written. */
  public Output<String> arn() {
    return primary.arn();
  }
}
