package com.pharmaserv.repave.infra.fleet;

import com.pharmaserv.repave.config.HandOverWriter;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.edge.FleetRoute;
import com.pharmaserv.repave.infra.network.Network;
import com.pharmaserv.repave.infra.repave.BakePlace;
import com.pharmaserv.repave.infra.repave.Journal;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Bake;
import com.pharmaserv.repave.model.HandOver.Entry;
import com.pharmaserv.repave.model.HandOver.Route;
import com.pharmaserv.repave.model.HandOver.Skeleton;
import com.pharmaserv.repave.model.HandOver.Subnet;
import com.pulumi.aws.ssm.Parameter;
import com.pulumi.aws.ssm.ParameterArgs;
import com.pulumi.aws.ssm.enums.ParameterType;
import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the rollout tool is told about a fleet. Written last: a run that stops half way never
 * announces what is not there.
 */
public final class HandOverParameter extends Part {
  /**
   * @param keys what images are encrypted with, by region
   * @param cell the security group that cuts machines off, by id
   * @param before all that must stand before the tool may use any of it
   */
  public HandOverParameter(
      Network network,
      FleetSkeleton skeleton,
      Optional<FleetRoute> route,
      Journal journal,
      BakePlace bake,
      Map<String, Output<String>> keys,
      Output<String> cell,
      List<Part> before) {
    super("HandOver", skeleton.fleet(), network.scope());
    Scope scope = scope();
    FleetId fleet = new FleetId(scope.environment().id(), name());
    Output<String> document =
        Output.tuple(
                subnets(network),
                route.map(HandOverParameter::route).orElse(Output.of(Optional.empty())),
                Output.tuple(skeleton.template(), skeleton.version()),
                journal.tableName(),
                bake(bake, keys),
                cell)
            .applyValue(
                known ->
                    HandOverWriter.write(
                        new HandOver(
                            HandOver.SCHEMA,
                            fleet,
                            scope.account(),
                            scope.region(),
                            known.t1,
                            known.t2,
                            new Skeleton(known.t3.t1, known.t3.t2),
                            known.t4,
                            known.t5,
                            Optional.of(known.t6))));
    new Parameter(
        named("parameter"),
        ParameterArgs.builder()
            .name(HandOver.parameter(fleet))
            .type(ParameterType.String)
            .description("Read by the rollout tool; written by Pulumi")
            .value(document)
            .build(),
        // It depends on everything, so it is the first thing that a destroy meets; as it is
        // protected, the destroy stops before anything is gone. Otherwise Pulumi would get as far
        // as the first database.
        options().protect(true).dependsOn(before.toArray(Resource[]::new)).build());
    registerOutputs(Map.of());
  }

  private static Output<List<Subnet>> subnets(Network network) {
    List<Output<Subnet>> subnets = new ArrayList<>();
    for (com.pulumi.aws.ec2.Subnet subnet : network.app().subnets()) {
      subnets.add(
          Output.tuple(subnet.id(), subnet.availabilityZone())
              .applyValue(known -> new Subnet(known.t1, known.t2)));
    }
    return Output.all(subnets);
  }

  private static Output<Optional<Route>> route(FleetRoute route) {
    return Output.tuple(route.production(), route.test(), route.blue(), route.green())
        .applyValue(
            known ->
                Optional.of(
                    new Route(
                        new Entry(Entry.Kind.RULE, known.t1),
                        new Entry(Entry.Kind.RULE, known.t2),
                        known.t3,
                        known.t4,
                        route.probe())));
  }

  private Output<Bake> bake(BakePlace bake, Map<String, Output<String>> keys) {
    String machine = scope().infrastructure().machine();
    return Output.tuple(bake.subnet(), bake.group(), bake.profile(), byRegion(keys), bake.signer())
        .applyValue(
            known ->
                new Bake(known.t1, known.t2, known.t3, machine, known.t4, Optional.of(known.t5)));
  }

  private static Output<SortedMap<String, String>> byRegion(Map<String, Output<String>> keys) {
    List<String> regions = List.copyOf(keys.keySet());
    return Output.all(regions.stream().map(keys::get).toList())
        .applyValue(
            known -> {
              SortedMap<String, String> byRegion = new TreeMap<>();
              for (int i = 0; i < regions.size(); i++) {
                byRegion.put(regions.get(i), known.get(i));
              }
              return byRegion;
            });
  }
}
