package com.pharmaserv.repave.local.wire;

import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which fleet a call is about and what the cloud has to know of it. It travels with every call, so
 * that environments and fleets need no registration of their own: the first effect makes them.
 *
 * @param host the host whose requests belong to the fleet; empty without a route
 * @param probePath what a probe through the test route asks for
 * @param zones where the fleet's machines are spread
 * @param listen ports of the environment's balancer
 */
public record Place(
    FleetId fleet,
    Optional<String> host,
    String probePath,
    List<String> zones,
    Environment.Listen listen) {
  public Place {
    zones = List.copyOf(zones);
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("fleet " + fleet + " must have at least one zone");
    }
  }

  public static Place of(Fleet fleet, Environment.Listen listen) {
    return new Place(
        fleet.id(),
        fleet.route().map(Fleet.Route::host),
        fleet.route().map(Fleet.Route::probePath).orElse("/"),
        fleet.zones(),
        listen);
  }

  public Map<String, Object> json() {
    return Json.object(
        "environment", fleet.environment().name(),
        "fleet", fleet.name(),
        "host", host,
        "probePath", probePath,
        "zones", zones,
        "port", listen.port(),
        "testPort", listen.testPort());
  }

  public static Place read(Fields fields) {
    return new Place(
        new FleetId(fields.text("environment"), fields.text("fleet")),
        fields.optionalText("host"),
        fields.text("probePath"),
        fields.texts("zones"),
        new Environment.Listen(fields.count("port"), fields.count("testPort")));
  }
}
