package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Slot;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What happens to a request first: which fleet, which slot, which machine, and what is counted. */
final class Router implements HttpHandler {
  /** Nobody downstream may take a client's word for where it comes from. */
  private static final List<HttpString> SPOOFABLE =
      List.of(
          Headers.X_FORWARDED_FOR,
          Headers.X_FORWARDED_PROTO,
          Headers.X_FORWARDED_HOST,
          Headers.X_FORWARDED_PORT,
          Headers.X_FORWARDED_SERVER,
          new HttpString("Forwarded"),
          new HttpString("X-Real-IP"));

  private final FleetTable fleets;
  private final boolean production;
  private final ProxyHandler proxy;
  private final AccessLog log;
  private final InstantSource clock;

  Router(FleetTable fleets, boolean production, AccessLog log, InstantSource clock) {
    this.fleets = fleets;
    this.production = production;
    this.log = log;
    this.clock = clock;
    this.proxy =
        ProxyHandler.builder()
            .setProxyClient(new MachineClient())
            .setMaxConnectionRetries(Limits.RETRIES)
            .setMaxRequestTime((int) Limits.REQUEST_TIMEOUT.toMillis())
            .setNext(exchange -> refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE, "no machine"))
            .build();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    long start = System.nanoTime();
    Optional<Refusal> refusal = Refusal.of(exchange);
    if (refusal.isPresent()) {
      exchange.setPersistent(false);
      turnAway(exchange, start, refusal.get().status(), refusal.get().why());
      return;
    }
    Optional<FleetRoute> fleet = fleets.find(exchange.getHostName());
    if (fleet.isEmpty()) {
      turnAway(exchange, start, StatusCodes.NOT_FOUND, "no fleet has this host");
      return;
    }
    Optional<Slot> slot = production ? fleet.get().productionSlot() : fleet.get().route().test();
    if (slot.isEmpty()) {
      String route = production ? "production" : "test";
      String why = "the " + route + " route points to no slot";
      turnAway(exchange, start, StatusCodes.SERVICE_UNAVAILABLE, why);
      return;
    }
    Optional<Backend> backend = fleet.get().enter(slot.get(), List.of());
    if (backend.isEmpty()) {
      if (production) {
        fleet.get().counter(slot.get()).turnedAway();
      }
      String why = "slot " + slot.get() + " has no machine";
      turnAway(exchange, start, StatusCodes.SERVICE_UNAVAILABLE, why);
      return;
    }
    Transit transit = new Transit(fleet.get(), slot.get(), production, backend.get(), start);
    pass(exchange, transit);
  }

  private void pass(HttpServerExchange exchange, Transit transit) throws Exception {
    if (production) {
      transit.fleet().counter(transit.slot()).began();
    }
    exchange.putAttachment(Transit.KEY, transit);
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          end(ended, transit);
          next.proceed();
        });
    exchange.addDefaultResponseListener(ended -> answerForMachine(ended, transit));
    exchange.addResponseWrapper(
        (factory, ex) -> transit.watch().watch(factory.create(), ex.getConnection()));
    if (!exchange.isRequestComplete()) {
      exchange.addRequestWrapper((factory, ex) -> transit.watch().watch(factory.create()));
    }
    // Undertow's proxy works out key size and session id for each request, for AJP machines only.
    exchange.getConnection().setSslSessionInfo(null);
    for (HttpString header : SPOOFABLE) {
      exchange.getRequestHeaders().remove(header);
    }
    proxy.handleRequest(exchange);
  }

  /** Undertow's proxy sets 503, 504 or 500 if no machine answered; an ALB says 502 for the last. */
  private static boolean answerForMachine(HttpServerExchange exchange, Transit transit) {
    if (!exchange.isResponseChannelAvailable() || !exchange.getConnection().isOpen()) {
      return false;
    }
    int status = exchange.getStatusCode();
    boolean late = status == StatusCodes.GATEWAY_TIME_OUT;
    boolean slowClient = late && !exchange.isRequestComplete();
    transit.answerHere(slowClient);
    if (late || transit.clientFault()) {
      // The rest of the request may still come, and Undertow's proxy closes after a time-out
      // without saying so.
      exchange.setPersistent(false);
    }
    if (slowClient) {
      refuse(exchange, StatusCodes.REQUEST_TIME_OUT, "the request's body took too long");
    } else if (transit.clientFault()) {
      refuse(exchange, StatusCodes.BAD_REQUEST, "the request's body cannot be read");
    } else {
      boolean told = late || status == StatusCodes.SERVICE_UNAVAILABLE;
      refuse(exchange, told ? status : StatusCodes.BAD_GATEWAY, "the machine did not answer");
    }
    return true;
  }

  private void end(HttpServerExchange exchange, Transit transit) {
    boolean open = exchange.getConnection().isOpen();
    Ending ending =
        Ending.of(
            exchange.getStatusCode(),
            exchange.isResponseStarted(),
            open,
            transit.answeredHere(),
            transit.clientFault(),
            transit.watch());
    // Undertow ends an exchange only when both bodies have passed, or with a closed connection.
    transit.end(open && exchange.isResponseStarted() && !transit.answeredHere());
    long nanos = transit.nanos();
    if (production) {
      boolean failed = ending == Ending.FAILED;
      transit.fleet().counter(transit.slot()).ended(failed);
      transit.backend().meter().record(clock.millis(), nanos, failed);
    }
    boolean gone = ending == Ending.CLIENT_FAULT && !open;
    int status = gone ? AccessLog.CLIENT_GONE : exchange.getStatusCode();
    log.passed(exchange, transit, status, clock.millis(), nanos);
  }

  /** Answers without a machine. */
  private void turnAway(HttpServerExchange exchange, long start, int status, String why) {
    ExchangeCompletionListener done =
        (ended, next) -> {
          log.turnedAway(ended, production, status, clock.millis(), System.nanoTime() - start);
          next.proceed();
        };
    exchange.addExchangeCompleteListener(done);
    refuse(exchange, status, why);
  }

  private static void refuse(HttpServerExchange exchange, int status, String why) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
    exchange
        .getResponseSender()
        .send(status + " " + StatusCodes.getReason(status) + ": " + why + "\n");
  }
}
