package com.pharmaserv.repave.infra.data;

import com.pharmaserv.repave.infra.core.Part;
import com.pulumi.aws.rds.ClusterParameterGroup;
import com.pulumi.aws.rds.ClusterParameterGroupArgs;
import com.pulumi.aws.rds.ParameterGroup;
import com.pulumi.aws.rds.ParameterGroupArgs;
import com.pulumi.aws.rds.inputs.ClusterParameterGroupParameterArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/**
 * The database's settings. Their groups have the same names in both regions: a blue-green
 * deployment of a global database looks them up by name (Aurora user guide, "Blue/Green
 * considerations").
 */
final class Parameters extends Part {
  private static final String ON = "1";

  private final ClusterParameterGroup cluster;
  private final ParameterGroup instance;

  Parameters(DatabaseRegion parent) {
    super("Parameters", "parameters", parent);
    String version = scope().infrastructure().database().version();
    String major = version.substring(0, version.indexOf('.'));
    String family = Database.ENGINE + major;
    cluster =
        new ClusterParameterGroup(
            named("cluster"),
            ClusterParameterGroupArgs.builder()
                .name(scope().called("cluster-" + major))
                .family(family)
                .description("Encrypted connections only, audited, ready for blue-green")
                .parameters(
                    List.of(
                        now("rds.force_ssl", ON),
                        now("ssl_min_protocol_version", "TLSv1.2"),
                        now("log_connections", ON),
                        now("log_disconnections", ON),
                        later("shared_preload_libraries", "pg_stat_statements,pgaudit"),
                        now("pgaudit.log", "ddl,role,write"),
                        // Blue-green deployments replicate logically.
                        later("rds.logical_replication", ON)))
                .build(),
            own());
    instance =
        new ParameterGroup(
            named("instance"),
            ParameterGroupArgs.builder()
                .name(scope().called("instance-" + major))
                .family(family)
                .description("As the cluster's")
                .build(),
            own());
    registerOutputs(Map.of());
  }

  private static ClusterParameterGroupParameterArgs now(String name, String value) {
    return parameter(name, value, "immediate");
  }

  private static ClusterParameterGroupParameterArgs later(String name, String value) {
    return parameter(name, value, "pending-reboot");
  }

  private static ClusterParameterGroupParameterArgs parameter(
      String name, String value, String method) {
    return ClusterParameterGroupParameterArgs.builder()
        .name(name)
        .value(value)
        .applyMethod(method)
        .build();
  }

  Output<String> cluster() {
    return cluster.name();
  }

  Output<String> instance() {
    return instance.name();
  }
}
