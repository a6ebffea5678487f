package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Slot;
import io.netty.handler.codec.http.HttpRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What happens to a request first: which fleet, which slot, which machine, and what is counted. */
final class Router {
  private final FleetTable fleets;
  private final boolean production;
  private final AccessLog log;
  private final InstantSource clock;

  Router(FleetTable fleets, boolean production, AccessLog log, InstantSource clock) {
    this.fleets = fleets;
    this.production = production;
    this.log = log;
    this.clock = clock;
  }

  void route(ClientConnection client, HttpRequest request) {
    Optional<Refusal> refusal = Refusal.of(request);
    if (refusal.isPresent()) {
      client.turnAway(request, refusal.get().status(), refusal.get().why(), true);
      return;
    }
    Optional<FleetRoute> fleet = fleets.find(Refusal.host(request));
    if (fleet.isEmpty()) {
      client.turnAway(request, 404, "no fleet has this host", false);
      return;
    }
    Optional<Slot> slot = production ? fleet.get().productionSlot() : fleet.get().route().test();
    if (slot.isEmpty()) {
      String route = production ? "production" : "test";
      client.turnAway(request, 503, "the " + route + " route points to no slot", false);
      return;
    }
    Optional<Backend> backend = fleet.get().enter(slot.get(), List.of());
    if (backend.isEmpty()) {
      if (production) {
        fleet.get().counter(slot.get()).turnedAway();
      }
      client.turnAway(request, 503, "slot " + slot.get() + " has no machine", false);
      return;
    }
    if (production) {
      fleet.get().counter(slot.get()).began();
    }
    client.start(new Exchange(client, request, fleet.get(), slot.get(), backend.get()));
  }

  void ended(ClientConnection client, Exchange exchange, Ending ending, int status) {
    long nanos = System.nanoTime() - client.began();
    long now = clock.millis();
    if (production) {
      boolean failed = ending == Ending.FAILED;
      exchange.fleet().counter(exchange.slot()).ended(failed);
      exchange.backend().meter().record(now, nanos, failed);
    }
    log.passed(client, exchange, production, status, now, nanos);
  }

  void turnedAway(ClientConnection client, HttpRequest request, int status) {
    long nanos = System.nanoTime() - client.began();
    log.turnedAway(client, request, production, status, clock.millis(), nanos);
  }
}
