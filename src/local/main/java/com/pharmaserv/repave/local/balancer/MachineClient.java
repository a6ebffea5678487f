package com.pharmaserv.repave.local.balancer;

import io.undertow.client.ClientConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gives Undertow's proxy the machine and the connection for each attempt of a request. */
final class MachineClient implements ProxyClient {
  private static final String SAME_PATH = "";

  @Override
  public @Nullable ProxyTarget findTarget(HttpServerExchange exchange) {
    Transit transit = exchange.getAttachment(Transit.KEY);
    return transit.advance(exchange) ? transit : null;
  }

  @Override
  public void getConnection(
      ProxyTarget target,
      HttpServerExchange exchange,
      ProxyCallback<ProxyConnection> callback,
      long timeout,
      TimeUnit unit) {
    Transit transit = (Transit) target;
    Backend backend = transit.backend();
    backend
        .pool()
        .acquire(
            exchange.getIoThread(),
            transit.repeated(),
            connection -> ready(transit, exchange, callback, connection),
            e -> {
              if (e instanceof ConnectException) {
                backend.health().refused();
              }
              transit.dialFailed();
              callback.failed(exchange);
            });
  }

  private static void ready(
      Transit transit,
      HttpServerExchange exchange,
      ProxyCallback<ProxyConnection> callback,
      ClientConnection connection) {
    if (transit.ended()) {
      // It timed out while the connection was being opened.
      transit.backend().pool().release(connection, true);
      return;
    }
    Attempt attempt = transit.connected(connection, exchange);
    callback.completed(exchange, new ProxyConnection(attempt, SAME_PATH));
  }
}
