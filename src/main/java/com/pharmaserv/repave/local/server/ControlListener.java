package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Serves the control API on loopback, over TLS, to those who know the token. */
final class ControlListener implements HttpHandler, AutoCloseable {
  private static final int BODY_BYTES_MAX = 1024 * 1024;
  private static final int THREADS = 4;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final System.Logger LOG = System.getLogger("repave.control");

  /** How each kind of failure is answered; the body says it again in words. */
  private static final Map<Failure.Kind, Integer> CODES =
      Map.of(
          Failure.Kind.THROTTLED, 429,
          Failure.Kind.GONE, 404,
          Failure.Kind.DENIED, 403,
          Failure.Kind.CONFLICT, 409,
          Failure.Kind.CAPACITY, 503,
          Failure.Kind.UNKNOWN_OUTCOME, 500);

  private final ControlApi api;
  private final byte[] authorization;
  private final Undertow server;

  ControlListener(ControlApi api, String token, SSLContext context) {
    this.api = api;
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.server =
        Undertow.builder()
            .addHttpsListener(0, "127.0.0.1", context)
            .setIoThreads(1)
            .setWorkerThreads(THREADS)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) BODY_BYTES_MAX)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, TIMEOUT_MILLIS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, TIMEOUT_MILLIS)
            .setHandler(new BlockingHandler(this))
            .build();
    server.start();
  }

  int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    if (!authorized(exchange.getRequestHeaders())) {
      answer(exchange, 401, Json.object("kind", Failure.Kind.DENIED.name(), "message",
          "the token is missing or wrong"));
      return;
    }
    if (!exchange.getRequestMethod().equals(Methods.POST)) {
      answer(exchange, 405, Json.object("kind", Failure.Kind.DENIED.name(), "message",
          "only POST is served"));
      return;
    }
    try {
      byte[] body = exchange.getInputStream().readNBytes(BODY_BYTES_MAX);
      answer(exchange, 200, api.run(exchange.getRequestPath(), body));
    } catch (ProviderException e) {
      answer(exchange, e.failure());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, exchange.getRequestPath() + " failed", e);
      answer(
          exchange,
          new Failure(Failure.Kind.UNKNOWN_OUTCOME, "the local cloud has an error: " + e));
    }
  }

  /** Compares in constant time, so that the time of an answer tells nothing about the token. */
  private boolean authorized(HeaderMap headers) {
    String given = headers.getFirst(Headers.AUTHORIZATION);
    return given != null
        && MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpServerExchange exchange, Failure failure) throws IOException {
    answer(
        exchange,
        CODES.getOrDefault(failure.kind(), 500),
        Json.object("kind", failure.kind().name(), "message", failure.message()));
  }

  private static void answer(HttpServerExchange exchange, int code, Map<String, Object> body)
      throws IOException {
    exchange.setStatusCode(code);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(ByteBuffer.wrap(Json.write(body)));
  }

  @Override
  public void close() {
    server.stop();
  }
}
