package com.pharmaserv.repave.infra;

import com.pharmaserv.repave.infra.access.Delivery;
import com.pharmaserv.repave.infra.access.People;
import com.pharmaserv.repave.infra.access.RolloutRole;
import com.pharmaserv.repave.infra.access.Sessions;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.data.Backup;
import com.pharmaserv.repave.infra.data.Database;
import com.pharmaserv.repave.infra.data.RestoreTests;
import com.pharmaserv.repave.infra.data.Seal;
import com.pharmaserv.repave.infra.data.TenantEnd;
import com.pharmaserv.repave.infra.edge.FleetRoute;
import com.pharmaserv.repave.infra.edge.Priorities;
import com.pharmaserv.repave.infra.edge.TlsLoadBalancer;
import com.pharmaserv.repave.infra.fleet.FleetAlarms;
import com.pharmaserv.repave.infra.fleet.FleetSkeleton;
import com.pharmaserv.repave.infra.fleet.HandOverParameter;
import com.pharmaserv.repave.infra.guard.AccountDefaults;
import com.pharmaserv.repave.infra.guard.Detection;
import com.pharmaserv.repave.infra.guard.Quarantine;
import com.pharmaserv.repave.infra.guard.Recorder;
import com.pharmaserv.repave.infra.log.AccessLogs;
import com.pharmaserv.repave.infra.log.Archive;
import com.pharmaserv.repave.infra.log.Landing;
import com.pharmaserv.repave.infra.log.Shipping;
import com.pharmaserv.repave.infra.log.Trail;
import com.pharmaserv.repave.infra.network.DefaultNetwork;
import com.pharmaserv.repave.infra.network.Endpoints;
import com.pharmaserv.repave.infra.network.Network;
import com.pharmaserv.repave.infra.network.NetworkLogs;
import com.pharmaserv.repave.infra.repave.Alerts;
import com.pharmaserv.repave.infra.repave.BakePlace;
import com.pharmaserv.repave.infra.repave.Journal;
import com.pharmaserv.repave.infra.repave.RotationRunner;
import com.pharmaserv.repave.model.Fleet;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All of an environment, in the order in which its parts need each other. */
final class Stack {
  private final Scope primary;
  private final Scope pair;
  private final RegionKeys keys;
  private final RegionKeys pairKeys;
  private final Network network;
  private final Endpoints endpoints;
  private final TlsLoadBalancer edge;
  private final Database database;
  private final Journal journal;
  private final BakePlace bake;
  private final Quarantine quarantine;
  private final Alerts alerts;
  private final Sessions sessions;

  private Stack(Blueprint blueprint) {
    primary = Scope.primary(blueprint.environment(), blueprint.aws(), blueprint.infrastructure());
    pair = Scope.paired(primary);
    AccountRoles services = new AccountRoles(primary);
    keys = RegionKeys.in(primary, services);
    pairKeys = RegionKeys.in(pair, services);
    Archive archive = new Archive(primary, keys.logs());
    AccessLogs accesses = new AccessLogs(primary);
    accesses.of(archive, "archive", archive.bucket());
    Landing landing = new Landing(primary, archive, keys.logs(), services.reports());
    accesses.of(landing, "landing", landing.whole());
    Trail trail = new Trail(primary, archive, keys.logs());
    watch(archive, landing, services);
    alerts = new Alerts(primary, keys.logs());
    network = network(primary, keys);
    endpoints = new Endpoints(network);
    Network pairNetwork = network(pair, pairKeys);
    new Endpoints(pairNetwork);
    database =
        new Database(
            network,
            keys.data(),
            keys.logs(),
            pairNetwork,
            pairKeys.data(),
            pairKeys.logs(),
            new Seal(primary, alerts, keys.logs()));
    database.report(alerts);
    Backup backup = new Backup(primary, keys.backups(), pair, pairKeys.backups());
    new RestoreTests(backup, database, alerts, landing, keys.logs());
    new TenantEnd(primary, keys.logs());
    new TenantEnd(pair, pairKeys.logs());
    quarantine = new Quarantine(network, alerts, keys.logs());
    sessions = new Sessions(primary, keys.logs());
    new People(primary, sessions, trail, alerts);
    edge = new TlsLoadBalancer(network, landing, keys.logs(), blueprint.today());
    bake = new BakePlace(network, endpoints);
    new Delivery(primary);
    RotationRunner rotation = new RotationRunner(primary, blueprint.waves(), keys.logs(), alerts);
    accesses.of(rotation, "rotations", rotation.plans());
    Map<Fleet, FleetSkeleton> skeletons = new LinkedHashMap<>();
    Map<Fleet, FleetRoute> routes = new LinkedHashMap<>();
    fleets(blueprint, skeletons, routes);
    // Behind all that serves, so that a destroy is refused before it reaches any of it.
    journal = new Journal(primary, keys.data(), keys.logs(), primary.parts());
    accesses.of(journal, "evidence", journal.evidence());
    role(blueprint, skeletons.values(), routes.values());
    handOver(skeletons, routes);
  }

  /** Makes the environment. */
  static void make(Blueprint blueprint) {
    new Stack(blueprint);
  }

  private Network network(Scope scope, RegionKeys regionKeys) {
    Network made = new Network(scope);
    new DefaultNetwork(scope, new NetworkLogs(made, regionKeys.logs()));
    return made;
  }

  /** What both regions have of logs and guards, before anything that they are to see. */
  private void watch(Archive archive, Landing landing, AccountRoles services) {
    for (Scope scope : List.of(primary, pair)) {
      RegionKeys regionKeys = scope.isPrimary() ? keys : pairKeys;
      new Shipping(scope, archive);
      new AccountDefaults(scope, regionKeys.machines());
      new Detection(scope);
      new Recorder(scope, landing, services.config());
    }
  }

  private void fleets(
      Blueprint blueprint, Map<Fleet, FleetSkeleton> skeletons, Map<Fleet, FleetRoute> routes) {
    Map<String, Integer> priorities =
        Priorities.of(
            blueprint.environment().fleets().stream()
                .filter(fleet -> fleet.route().isPresent())
                .map(fleet -> fleet.id().name())
                .toList());
    for (Fleet fleet : blueprint.environment().fleets()) {
      FleetSkeleton skeleton =
          new FleetSkeleton(fleet, network, endpoints, sessions, keys.machines(), keys.logs());
      database.admit(skeleton, skeleton.group());
      skeletons.put(fleet, skeleton);
      Integer priority = priorities.get(fleet.id().name());
      if (fleet.route().isPresent() && priority != null) {
        FleetRoute route =
            new FleetRoute(
                fleet,
                fleet.route().get(),
                priority,
                blueprint.recipe(fleet.image()),
                network,
                edge);
        edge.connect(skeleton, skeleton.group());
        routes.put(fleet, route);
      }
      new FleetAlarms(fleet, edge, alerts);
    }
  }

  private void handOver(Map<Fleet, FleetSkeleton> skeletons, Map<Fleet, FleetRoute> routes) {
    List<Part> before = primary.parts();
    Map<String, Output<String>> keysByRegion = new LinkedHashMap<>();
    keysByRegion.put(primary.region(), keys.machines().arn());
    keysByRegion.put(pair.region(), pairKeys.machines().arn());
    skeletons.forEach(
        (fleet, skeleton) ->
            new HandOverParameter(
                network,
                skeleton,
                Optional.ofNullable(routes.get(fleet)),
                journal,
                bake,
                keysByRegion,
                quarantine.cell(),
                before));
  }

  private void role(
      Blueprint blueprint, Collection<FleetSkeleton> skeletons, Collection<FleetRoute> routes) {
    List<Output<String>> subnets = new ArrayList<>(List.of(bake.subnet()));
    network.app().subnets().forEach(subnet -> subnets.add(subnet.id()));
    List<Output<String>> machineRoles = new ArrayList<>(List.of(bake.role()));
    skeletons.forEach(skeleton -> machineRoles.add(skeleton.role()));
    List<Output<String>> fleetProfiles = skeletons.stream().map(FleetSkeleton::profile).toList();
    new RolloutRole(
        primary,
        List.of(
            RotationRunner.roleArn(primary), Delivery.arn(primary), People.operatorArn(primary)),
        blueprint.later().entrySet().stream()
            .map(later -> RotationRunner.roleArn(later.getKey(), later.getValue()))
            .sorted()
            .toList(),
        new RolloutRole.Used(
            routes.stream().flatMap(route -> route.rules().stream()).toList(),
            routes.stream().flatMap(route -> route.targetGroups().stream()).toList(),
            subnets,
            machineRoles,
            bake.profileArn(),
            fleetProfiles,
            quarantine.cell(),
            List.of(keys.machines(), pairKeys.machines()),
            bake.signer(),
            journal));
  }
}
