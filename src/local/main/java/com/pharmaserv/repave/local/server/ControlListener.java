package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.wire.Signing;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import org.xnio.IoUtils;
import org.xnio.Options;

/**
 * Serves the control API on loopback to those who sign with the token; signs the answers.
 *
 * <p>Anybody on the machine can connect. Who has not signed costs neither a thread nor a line of
 * the log: heads are read without blocking and with a deadline, and a body only after its
 * signature.
 */
final class ControlListener implements HttpHandler, AutoCloseable {
  private static final int BODY_BYTES_MAX = 1024 * 1024;
  private static final int HEAD_BYTES_MAX = 16 * 1024;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int THREADS = 4;

  /** For a head, and between two pieces of a body: the client is on this machine. */
  private static final int TIMEOUT_MILLIS = 5_000;

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
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, HEAD_BYTES_MAX)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, TIMEOUT_MILLIS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, TIMEOUT_MILLIS)
            .setSocketOption(Options.READ_TIMEOUT, TIMEOUT_MILLIS)
            .setHandler(this)
            .build();
    server.start();
  }

  int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    String digest = header(exchange, Signing.BODY);
    if (!signed(exchange, digest)) {
      refuse(exchange);
      return;
    }
    exchange
        .getRequestReceiver()
        .receiveFullBytes(
            (whole, body) -> {
              if (Signing.matches(digest, Signing.digest(body))) {
                whole.dispatch((HttpHandler) worker -> run(worker, body));
              } else {
                refuse(whole);
              }
            },
            // Its client is gone, or too slow: nobody waits for an answer.
            (broken, failure) -> closed(broken));
  }

  private void run(HttpServerExchange exchange, byte[] body) throws IOException {
    try {
      answer(exchange, OK, api.run(exchange.getRequestPath(), body), IoCallback.END_EXCHANGE);
    } catch (ProviderException e) {
      answer(exchange, e.failure());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, exchange.getRequestPath() + " failed", e);
      answer(
          exchange,
          new Failure(Failure.Kind.UNKNOWN_OUTCOME, "the local cloud has an error: " + e));
    }
  }

  private boolean signed(HttpServerExchange exchange, String digest) {
    String expected = signing.request(exchange.getRequestPath(), nonce(exchange), digest);
    return exchange.getRequestMethod().equals(Methods.POST)
        && Signing.matches(expected, header(exchange, Signing.SIGNATURE));
  }

  /** Says so and hangs up, whatever else the client may still want to send. */
  private void refuse(HttpServerExchange exchange) {
    IoCallback close =
        new IoCallback() {
          @Override
          public void onComplete(HttpServerExchange refused, Sender sender) {
            closed(refused);
          }

          @Override
          public void onException(HttpServerExchange refused, Sender sender, IOException gone) {
            closed(refused);
          }
        };
    try {
      exchange.setPersistent(false);
      answer(exchange, UNAUTHORIZED, failure(Failure.Kind.DENIED, "the signature is wrong"), close);
    } catch (IOException impossible) {
      closed(exchange);
    }
  }

  private static void closed(HttpServerExchange exchange) {
    IoUtils.safeClose(exchange.getConnection());
  }

  private static String nonce(HttpServerExchange exchange) {
    return header(exchange, Signing.NONCE);
  }

  private static String header(HttpServerExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private void answer(HttpServerExchange exchange, Failure failure) throws IOException {
    answer(
        exchange,
        CODES.getOrDefault(failure.kind(), 500),
        failure(failure.kind(), failure.message()),
        IoCallback.END_EXCHANGE);
  }

  private static Map<String, Object> failure(Failure.Kind kind, String message) {
    return Json.object("kind", kind.name(), "message", message);
  }

  private void answer(
      HttpServerExchange exchange, int code, Map<String, Object> content, IoCallback then)
      throws IOException {
    byte[] body = Json.write(content);
    exchange.setStatusCode(code);
    exchange
        .getResponseHeaders()
        .put(Headers.CONTENT_TYPE, "application/json")
        .put(Headers.CONTENT_LENGTH, body.length)
        .put(new HttpString(Signing.SIGNATURE), signing.answer(code, nonce(exchange), body));
    exchange.getResponseSender().send(ByteBuffer.wrap(body), then);
  }

  @Override
  public void close() {
    server.stop();
  }
}
