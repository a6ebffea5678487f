package com.pharmaserv.repave.demo;

import com.pharmaserv.repave.demo.Connection.IdleClosedException;
import com.pharmaserv.repave.demo.Recording.Outcome;
import com.pharmaserv.repave.report.Figures;
import com.pharmaserv.repave.report.Sample;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * A constant HTTPS load that accounts for every single request: a paced rate over kept-alive
 * connections, and one more client whose requests are slow.
 *
 * <p>Latencies count from the time a request was due, not from when a connection was free for it:
 * otherwise a stall of the server would show as one slow request and not as the many it is.
 */
public final class LoadGenerator implements AutoCloseable {
  private static final int RATE_MAX = 10_000;
  private static final int CONNECTIONS_MAX = 64;

  /** Requests overdue for longer are skipped and counted, so that no stall ends in a flood. */
  private static final Duration LATE_MAX = Duration.ofSeconds(1);

  /** Longer than a connection's own limits, so that every request ends by itself. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(13);

  /**
   * Least distance of slow requests: where they turn out to be fast, or fail, they are no flood.
   */
  private static final Duration SLOW_INTERVAL = Duration.ofMillis(100);

  private final Target target;
  private final SSLContext trust;
  private final long intervalNanos;
  private final Instant start;
  private final long startNanos;
  private final Recording recording;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile Optional<Instant> end = Optional.empty();

  /**
   * What a load has come to.
   *
   * @param retried requests that were sent again on a new connection, because the server had closed
   *     the idle one; each is in {@code requests} once
   * @param connections opened so far
   * @param skipped requests that were never sent, because all connections were busy for too long
   * @param unrecorded requests beyond the bound of the recording: in these totals only
   * @param firstFailure why the first failed request failed; empty if none did
   */
  public record Totals(
      long requests,
      long failed,
      long retried,
      long connections,
      long skipped,
      long unrecorded,
      String firstFailure) {}

  private LoadGenerator(Target target, SSLContext trust, int ratePerSecond) {
    this.target = target;
    this.trust = trust;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
    this.start = Instant.now();
    this.startNanos = System.nanoTime();
    this.recording = new Recording(start);
  }

  /**
   * Starts the load.
   *
   * @param trust authorities that may have issued the server's certificate
   * @param connections over which the paced requests are spread; the slow ones have one more
   */
  public static LoadGenerator start(
      Target target, SSLContext trust, int ratePerSecond, int connections) {
    requireWithin("rate", ratePerSecond, RATE_MAX);
    requireWithin("connections", connections, CONNECTIONS_MAX);
    LoadGenerator load = new LoadGenerator(target, trust, ratePerSecond);
    for (int i = 0; i < connections; i++) {
      load.thread("load-" + i, load::pace);
    }
    load.thread("load-slow", load::slow);
    load.threads.forEach(Thread::start);
    return load;
  }

  private static void requireWithin(String what, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(what + " " + value + " must be from 1 to " + max);
    }
  }

  private void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  /** The load so far, in spans of a quarter of a second, without the one that is under way. */
  public List<Sample> samples() {
    return recording.samples(end.orElseGet(Instant::now));
  }

  /** What was measured of the requests that were due from {@code from} to before {@code to}. */
  public Figures between(String label, Instant from, Instant to) {
    return recording.between(label, from, to);
  }

  public Totals totals() {
    return recording.totals(connections.get());
  }

  public Instant startedAt() {
    return start;
  }

  /** Sends nothing more, and returns when every request under way has its answer. */
  @Override
  public void close() {
    stopped.countDown();
    long deadline = System.nanoTime() + CLOSE_MAX.toNanos();
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      // The threads end by themselves; only the wait for them is cut short.
      Thread.currentThread().interrupt();
    }
    if (end.isEmpty()) {
      end = Optional.of(Instant.now());
    }
  }

  private void pace() {
    try (Client client = new Client()) {
      while (true) {
        long due = next.getAndIncrement() * intervalNanos;
        long wait = due - elapsedNanos();
        if (-wait > LATE_MAX.toNanos()) {
          recording.skip(Duration.ofNanos(due));
          if (stopped.getCount() == 0) {
            return;
          }
          continue;
        }
        if (stopped.await(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
          return;
        }
        client.ask(target.path(), Duration.ofNanos(due), true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void slow() {
    try (Client client = new Client()) {
      long due = 0;
      while (!stopped.await(Math.max(0, due - elapsedNanos()), TimeUnit.NANOSECONDS)) {
        long now = elapsedNanos();
        due = now + SLOW_INTERVAL.toNanos();
        client.ask(target.slowPath(), Duration.ofNanos(now), false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long elapsedNanos() {
    return System.nanoTime() - startNanos;
  }

  /** One client: at most one connection, used again as long as the server keeps it open. */
  private final class Client implements AutoCloseable {
    private Optional<Connection> kept = Optional.empty();

    void ask(String path, Duration due, boolean paced) {
      boolean again = false;
      try {
        Reply reply;
        try {
          reply = connection().get(path);
        } catch (IdleClosedException closed) {
          close();
          again = true;
          reply = connection().get(path);
        }
        if (!reply.keepAlive()) {
          close();
        }
        if (!reply.good()) {
          recording.reason(path + " was answered with status " + reply.status());
        }
        record(due, new Outcome(reply.good(), paced, again, reply.version()));
      } catch (IOException failed) {
        close();
        recording.reason(path + ": " + failed);
        record(due, new Outcome(false, paced, again, Optional.empty()));
      }
    }

    private void record(Duration due, Outcome outcome) {
      recording.add(due, Duration.ofNanos(elapsedNanos()).minus(due), outcome);
    }

    private Connection connection() throws IOException {
      if (kept.isEmpty()) {
        kept = Optional.of(Connection.open(target, trust));
        connections.incrementAndGet();
      }
      return kept.get();
    }

    @Override
    public void close() {
      kept.ifPresent(Connection::close);
      kept = Optional.empty();
    }
  }
}
