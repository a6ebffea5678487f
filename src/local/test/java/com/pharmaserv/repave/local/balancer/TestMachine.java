package com.pharmaserv.repave.local.balancer;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** A machine for tests: answers its name, and misbehaves on request. */
final class TestMachine implements AutoCloseable {
  private static final int IO_THREADS = 1;
  private static final int WORKERS = 16;
  private static final int KEEP_ALIVE_MILLIS = 30_000;
  private static final long HOLD_SECONDS = 30;

  final String name;
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger posts = new AtomicInteger();
  final AtomicInteger probes = new AtomicInteger();
  final Queue<String> seen = new ConcurrentLinkedQueue<>();

  /** What {@code /slow} waits for. */
  final CountDownLatch gate = new CountDownLatch(1);

  volatile int healthStatus = 200;

  private final XnioWorker worker;
  private final Undertow server;

  TestMachine(String name, SSLContext identity) throws Exception {
    this(name, identity, 0);
  }

  TestMachine(String name, SSLContext identity, int port) throws Exception {
    this.name = name;
    worker =
        Xnio.getInstance()
            .createWorker(
                OptionMap.builder()
                    .set(Options.WORKER_IO_THREADS, IO_THREADS)
                    .set(Options.WORKER_TASK_CORE_THREADS, WORKERS)
                    .set(Options.WORKER_TASK_MAX_THREADS, WORKERS)
                    .getMap());
    server =
        Undertow.builder()
            .setWorker(worker)
            .addHttpsListener(port, "127.0.0.1", identity)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, KEEP_ALIVE_MILLIS)
            .setHandler(Handlers.httpContinueRead(this::handle))
            .build();
    server.start();
  }

  int port() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return address.getPort();
  }

  Balancer.Target target(String label) {
    return new Balancer.Target(name, label, port());
  }

  private void handle(HttpServerExchange exchange) throws Exception {
    String path = exchange.getRequestPath();
    if (path.equals("/health")) {
      probes.incrementAndGet();
      exchange.setStatusCode(healthStatus);
      exchange.getResponseSender().send("health of " + name);
      return;
    }
    requests.incrementAndGet();
    seen.add(exchange.getRequestMethod() + " " + path);
    if (exchange.getRequestMethod().equalToString("POST")) {
      posts.incrementAndGet();
    }
    exchange.getResponseHeaders().put(new HttpString("X-Machine"), name);
    HttpHandler handler =
        switch (path) {
          case "/slow" -> this::slow;
          case "/die" -> ex -> ex.getConnection().close();
          case "/half" -> ex -> half(ex, true);
          case "/half-chunked" -> ex -> half(ex, false);
          case "/echo" -> TestMachine::echo;
          case "/headers" -> TestMachine::headers;
          case "/500" -> ex -> ex.setStatusCode(500).getResponseSender().send("sorry");
          case "/204" -> ex -> ex.setStatusCode(204).endExchange();
          case "/early" -> TestMachine::early;
          case "/big" -> ex -> ex.getResponseSender().send("x".repeat(1_000_000));
          case "/chunks" -> TestMachine::chunks;
          default -> ex -> ex.getResponseSender().send(name);
        };
    handler.handleRequest(exchange);
  }

  private void slow(HttpServerExchange exchange) {
    exchange.dispatch(
        () -> {
          try {
            boolean opened = gate.await(HOLD_SECONDS, TimeUnit.SECONDS);
            exchange.setStatusCode(opened ? 200 : 500).getResponseSender().send("slow " + name);
          } catch (InterruptedException e) {
            exchange.setStatusCode(500).endExchange();
          }
        });
  }

  private static void half(HttpServerExchange exchange, boolean withLength) {
    exchange.dispatch(
        () -> {
          exchange.startBlocking();
          if (withLength) {
            exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, 1000);
          }
          try {
            exchange.getOutputStream().write(new byte[10]);
            exchange.getOutputStream().flush();
            exchange.getConnection().close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void chunks(HttpServerExchange exchange) {
    exchange.dispatch(
        () -> {
          exchange.startBlocking();
          try {
            for (int i = 0; i < 5; i++) {
              exchange.getOutputStream().write(("chunk" + i).getBytes(StandardCharsets.US_ASCII));
              exchange.getOutputStream().flush();
            }
            exchange.endExchange();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void echo(HttpServerExchange exchange) {
    exchange
        .getRequestReceiver()
        .receiveFullBytes((ex, body) -> ex.getResponseSender().send(ByteBuffer.wrap(body)));
  }

  /** Answers before the body came. */
  private static void early(HttpServerExchange exchange) {
    exchange.setStatusCode(413).setPersistent(false);
    exchange.getResponseSender().send("too much");
  }

  private static void headers(HttpServerExchange exchange) {
    StringBuilder all = new StringBuilder();
    exchange
        .getRequestHeaders()
        .getHeaderNames()
        .forEach(
            header ->
                all.append(header)
                    .append(": ")
                    .append(exchange.getRequestHeaders().get(header))
                    .append('\n'));
    exchange.getResponseSender().send(all.toString());
  }

  /** Gone at once, open connections too. */
  @Override
  public void close() {
    server.stop();
    worker.shutdownNow();
  }
}
