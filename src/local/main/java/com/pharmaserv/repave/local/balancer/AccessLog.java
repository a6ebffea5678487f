package com.pharmaserv.repave.local.balancer;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line per request from a thread of its own. Requests never wait for the disk: what does
 * not fit the queue, or cannot be written, is dropped and counted.
 */
final class AccessLog implements AutoCloseable {
  /** The status that others too give a request whose client left first. */
  static final int CLIENT_GONE = 499;

  private static final int BATCH = 512;

  /** Short enough for the queue to hold what comes meanwhile, at 160 000 requests per second. */
  private static final long FLUSH_MILLIS = 100;

  private final BlockingQueue<AccessLine> queue = new ArrayBlockingQueue<>(Limits.LOG_QUEUE);
  private final AtomicLong dropped = new AtomicLong();
  private final RotatingFile file;
  private final Thread writer;
  private final CountDownLatch closed = new CountDownLatch(1);

  private AccessLog(RotatingFile file) {
    this.file = file;
    this.writer = new Thread(this::run, "balancer-access-log");
    this.writer.setDaemon(true);
  }

  static AccessLog open(Path path) throws IOException {
    AccessLog log = new AccessLog(RotatingFile.open(path, Limits.LOG_BYTES));
    log.writer.start();
    return log;
  }

  /** Lines that were lost since the start. */
  long dropped() {
    return dropped.get();
  }

  void passed(
      HttpServerExchange exchange, Transit transit, int status, long endMillis, long nanos) {
    Backend backend = transit.backend();
    offer(
        line(
            exchange,
            status,
            endMillis,
            nanos,
            transit.production(),
            transit.slot().toString(),
            Optional.of(backend.target()),
            transit.attempts()));
  }

  void turnedAway(
      HttpServerExchange exchange, boolean production, int status, long endMillis, long nanos) {
    offer(
        line(exchange, status, endMillis, nanos, production, AccessLine.NONE, Optional.empty(), 0));
  }

  private static AccessLine line(
      HttpServerExchange exchange,
      int status,
      long endMillis,
      long nanos,
      boolean production,
      String slot,
      Optional<Balancer.Target> target,
      int attempts) {
    HeaderMap headers = exchange.getRequestHeaders();
    InetSocketAddress source = exchange.getSourceAddress();
    return new AccessLine(
        source.getAddress().getHostAddress(),
        endMillis,
        exchange.getRequestMethod().toString(),
        exchange.getRequestURI(),
        exchange.getProtocol().toString(),
        status,
        exchange.getResponseBytesSent(),
        orNone(headers.getFirst(Headers.USER_AGENT)),
        orNone(headers.getFirst(Headers.HOST)),
        production ? "production" : "test",
        slot,
        target.map(Balancer.Target::label).orElse(AccessLine.NONE),
        target.map(Balancer.Target::machine).orElse(AccessLine.NONE),
        attempts,
        nanos);
  }

  private static String orNone(@Nullable String value) {
    return value == null ? AccessLine.NONE : value;
  }

  private void offer(AccessLine line) {
    if (!queue.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  /**
   * Looks every so often instead of waiting for a line: waking a thread for each costs the request
   * that does it more than all the rest of logging.
   */
  private void run() {
    List<AccessLine> batch = new ArrayList<>(BATCH);
    StringBuilder text = new StringBuilder();
    try {
      boolean last;
      do {
        last = closed.await(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        while (queue.drainTo(batch, BATCH) > 0) {
          write(batch, text);
          batch.clear();
        }
      } while (!last);
    } catch (InterruptedException e) {
      // Only close() interrupts, after its bound: what is left is lost, and counted.
      dropped.addAndGet(queue.size());
    }
  }

  private void write(List<AccessLine> batch, StringBuilder text) {
    text.setLength(0);
    for (AccessLine line : batch) {
      line.appendTo(text);
    }
    try {
      file.append(text);
    } catch (IOException e) {
      // A full disk must not stop traffic; the count says that lines are missing.
      dropped.addAndGet(batch.size());
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    try {
      writer.join(Limits.CLOSE_TIMEOUT.toMillis());
      writer.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }
}
