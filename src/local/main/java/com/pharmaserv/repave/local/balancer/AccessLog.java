package com.pharmaserv.repave.local.balancer;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

  private final Queue<AccessLine> queue = new ConcurrentLinkedQueue<>();

  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final LogTime time = new LogTime();
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
      ClientConnection client,
      Exchange exchange,
      boolean production,
      int status,
      long endMillis,
      long nanos) {
    offer(
        line(
            client,
            exchange.head(),
            status,
            endMillis,
            nanos,
            production,
            exchange.slot().toString(),
            Optional.of(exchange.backend().target()),
            exchange.attempts()));
  }

  void turnedAway(
      ClientConnection client,
      HttpRequest request,
      boolean production,
      int status,
      long endMillis,
      long nanos) {
    offer(
        line(
            client,
            request,
            status,
            endMillis,
            nanos,
            production,
            AccessLine.NONE,
            Optional.empty(),
            0));
  }

  private static AccessLine line(
      ClientConnection client,
      HttpRequest request,
      int status,
      long endMillis,
      long nanos,
      boolean production,
      String slot,
      Optional<Balancer.Target> target,
      int attempts) {
    HttpHeaders headers = request.headers();
    return new AccessLine(
        client.address(),
        endMillis,
        request.method().name(),
        path(request.uri()),
        request.protocolVersion().text(),
        status,
        client.sent(),
        orNone(headers.get(HttpHeaderNames.USER_AGENT)),
        orNone(headers.get(HttpHeaderNames.HOST)),
        production ? "production" : "test",
        slot,
        target.map(Balancer.Target::label).orElse(AccessLine.NONE),
        target.map(Balancer.Target::machine).orElse(AccessLine.NONE),
        attempts,
        nanos);
  }

  private static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  private static String orNone(@Nullable String value) {
    return value == null ? AccessLine.NONE : value;
  }

  private void offer(AccessLine line) {
    if (queued.incrementAndGet() > Limits.LOG_QUEUE) {
      queued.decrementAndGet();
      dropped.incrementAndGet();
    } else {
      queue.add(line);
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
        while (take(batch)) {
          write(batch, text);
          batch.clear();
        }
      } while (!last);
    } catch (InterruptedException e) {
      // Only close() interrupts, after its bound: what is left is lost, and counted.
      dropped.addAndGet(queued.get());
    }
  }

  private boolean take(List<AccessLine> batch) {
    for (AccessLine line = queue.poll(); line != null; line = queue.poll()) {
      queued.decrementAndGet();
      batch.add(line);
      if (batch.size() == BATCH) {
        break;
      }
    }
    return !batch.isEmpty();
  }

  private void write(List<AccessLine> batch, StringBuilder text) {
    text.setLength(0);
    for (AccessLine line : batch) {
      line.appendTo(text, time);
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
