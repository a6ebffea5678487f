package com.pharmaserv.repave.infra.fleet;

import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.edge.FleetRoute;
import com.pharmaserv.repave.infra.network.Network;
import com.pharmaserv.repave.infra.repave.BakePlace;
import com.pharmaserv.repave.infra.repave.Journal;
import com.pulumi.aws.ec2.Subnet;
import com.pulumi.aws.ssm.Parameter;
import com.pulumi.aws.ssm.ParameterArgs;
import com.pulumi.aws.ssm.enums.ParameterType;
import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the rollout tool is told about a fleet, as {@code environments/handover.schema.json} says.
 * Written last: a run that stops half way never announces what is not there.
 */
public final class HandOver extends Part {
  private static final String SCHEMA = "1.0";

  /**
   * @param keys what images are encrypted with, by region
   * @param before all that must stand before the tool may use any of it
   */
  public HandOver(
      Network network,
      FleetSkeleton skeleton,
      Optional<FleetRoute> route,
      Journal journal,
      BakePlace bake,
      Map<String, Output<String>> keys,
      List<Part> before) {
    super("HandOver", skeleton.fleet(), network.scope());
    Scope scope = scope();
    Map<String, Object> document =
        Json.map(
            "schema", SCHEMA,
            "environment", scope.environment().name(),
            "fleet", name(),
            "account", scope.account(),
            "region", scope.region(),
            "subnets", subnets(network),
            "skeleton", Json.map("template", skeleton.template(), "version", skeleton.version()),
            "table", journal.tableName(),
            "bake",
                Json.map(
                    "subnet", bake.subnet(),
                    "securityGroup", bake.group(),
                    "instanceProfile", bake.profile(),
                    "instanceType", scope.infrastructure().machine(),
                    "keys", keys));
    route.ifPresent(of -> document.put("route", route(of)));
    new Parameter(
        named("parameter"),
        ParameterArgs.builder()
            .name("/repave/v1/" + scope.environment().name() + "/" + name() + "/infra")
            .type(ParameterType.String)
            .description("Read by the rollout tool; written by Pulumi")
            .value(Json.of(document))
            .build(),
        // It depends on everything, so it is the first thing that a destroy meets; as it is
        // protected, the destroy stops before anything is gone. Otherwise Pulumi would get as far
        // as the first database.
        options().protect(true).dependsOn(before.toArray(Resource[]::new)).build());
    registerOutputs(Map.of());
  }

  private static List<Object> subnets(Network network) {
    List<Object> subnets = new ArrayList<>();
    for (Subnet subnet : network.app().subnets()) {
      subnets.add(Json.map("id", subnet.id(), "zone", subnet.availabilityZone()));
    }
    return subnets;
  }

  private static Map<String, Object> route(FleetRoute route) {
    return Json.map(
        "production", Json.map("kind", "rule", "arn", route.production()),
        "test", Json.map("kind", "rule", "arn", route.test()),
        "blue", route.blue(),
        "green", route.green(),
        "probe", route.probe());
  }
}
