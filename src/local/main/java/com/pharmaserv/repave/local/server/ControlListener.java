package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.wire.Signing;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;

/** Serves the control API on loopback to those who sign with the token; signs the answers. */
final class ControlListener implements HttpHandler, AutoCloseable {
  private static final int BODY_BYTES_MAX = 1024 * 1024;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
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
  private final Signing signing;
  private final Undertow server;

  ControlListener(ControlApi api, byte[] token) {
    this.api = api;
    this.signing = new Signing(token);
    this.server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
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
    byte[] body = exchange.getInputStream().readNBytes(BODY_BYTES_MAX);
    if (!authorized(exchange, body)) {
      answer(exchange, UNAUTHORIZED, failure(Failure.Kind.DENIED, "the signature is wrong"));
      return;
    }
    try {
      answer(exchange, OK, api.run(exchange.getRequestPath(), body));
    } catch (ProviderException e) {
      answer(exchange, e.failure());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, exchange.getRequestPath() + " failed", e);
      answer(
          exchange,
          new Failure(Failure.Kind.UNKNOWN_OUTCOME, "the local cloud has an error: " + e));
    }
  }

  private boolean authorized(HttpServerExchange exchange, byte[] body) {
    String given = exchange.getRequestHeaders().getFirst(Signing.SIGNATURE);
    return exchange.getRequestMethod().equals(Methods.POST)
        && given != null
        && Signing.matches(
            signing.request(exchange.getRequestPath(), nonce(exchange), body), given);
  }

  private static String nonce(HttpServerExchange exchange) {
    String nonce = exchange.getRequestHeaders().getFirst(Signing.NONCE);
    return nonce == null ? "" : nonce;
  }

  private void answer(HttpServerExchange exchange, Failure failure) throws IOException {
    answer(
        exchange,
        CODES.getOrDefault(failure.kind(), 500),
        failure(failure.kind(), failure.message()));
  }

  private static Map<String, Object> failure(Failure.Kind kind, String message) {
    return Json.object("kind", kind.name(), "message", message);
  }

  private void answer(HttpServerExchange exchange, int code, Map<String, Object> content)
      throws IOException {
    byte[] body = Json.write(content);
    exchange.setStatusCode(code);
    exchange
        .getResponseHeaders()
        .put(Headers.CONTENT_TYPE, "application/json")
        .put(Headers.CONTENT_LENGTH, body.length)
        .put(new HttpString(Signing.SIGNATURE), signing.answer(code, nonce(exchange), body));
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }

  @Override
  public void close() {
    server.stop();
  }
}
