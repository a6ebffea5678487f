package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * One environment's load balancer: a production and a test listener on loopback, many fleets by
 * host. Methods that change something take turns; requests never wait for them.
 */
public final class Balancer implements AutoCloseable {
  /**
   * Where it listens and whom it trusts.
   *
   * @param port of the production route on loopback, 0 for any free one
   * @param testPort of the test route, likewise
   * @param front server identity for TLS in
   * @param back client context that trusts the local CA, for TLS to machines
   * @param accessLog file appended to
   */
  public record Settings(
      int port, int testPort, SSLContext front, SSLContext back, Path accessLog) {
    private static final int MAX_PORT = 65_535;

    public Settings {
      requirePort("port", port, 0);
      requirePort("testPort", testPort, 0);
      if (port != 0 && port == testPort) {
        throw new IllegalArgumentException(
            "port and testPort are both " + port + "; each needs its own");
      }
    }

    private static void requirePort(String name, int value, int least) {
      if (value < least || value > MAX_PORT) {
        throw new IllegalArgumentException(
            name + " " + value + " must be from " + least + " to " + MAX_PORT);
      }
    }
  }

  /**
   * A machine that answers at https://127.0.0.1:port.
   *
   * @param label name of its generation; counters and measurements are kept per label
   */
  public record Target(String machine, String label, int port) {
    public Target {
      if (machine.isBlank() || label.isBlank()) {
        throw new IllegalArgumentException(
            "target needs a machine and a label, not '" + machine + "' and '" + label + "'");
      }
      Settings.requirePort("port of machine '" + machine + "'", port, 1);
    }
  }

  /** Production requests of one slot since the start, and those under way now. */
  public record Totals(long requests, long failures, long open) {}

  private final FleetTable fleets = new FleetTable();
  private final InstantSource clock = InstantSource.system();
  private final EventLoopGroup threads;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Dialer dialer;
  private final AccessLog log;
  private final Front production;
  private final Front test;

  private Balancer(Settings settings, EventLoopGroup threads, AccessLog log, Limits.Bounds bounds)
      throws IOException {
    this.threads = threads;
    this.log = log;
    this.dialer = new Dialer(settings.back(), connections, bounds);
    Router live = new Router(fleets, true, log, clock);
    Router trial = new Router(fleets, false, log, clock);
    this.production =
        Front.open(threads, connections, settings.front(), settings.port(), live, bounds);
    try {
      this.test =
          Front.open(threads, connections, settings.front(), settings.testPort(), trial, bounds);
    } catch (IOException e) {
      production.close();
      throw e;
    }
  }

  /** Listens on both ports; the message of a {@link java.net.BindException} names the taken one. */
  public static Balancer start(Settings settings) throws IOException {
    return start(settings, Limits.Bounds.DEFAULT);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for threads that did nothing.
  static Balancer start(Settings settings, Limits.Bounds bounds) throws IOException {
    AccessLog log = AccessLog.open(settings.accessLog());
    EventLoopGroup threads =
        new MultiThreadIoEventLoopGroup(
            Limits.IO_THREADS,
            new DefaultThreadFactory("balancer", true),
            NioIoHandler.newFactory());
    try {
      return new Balancer(settings, threads, log, bounds);
    } catch (IOException | RuntimeException e) {
      threads.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      log.close();
      throw e;
    }
  }

  public int port() {
    return production.port();
  }

  public int testPort() {
    return test.port();
  }

  /** Adds a fleet, or updates its check; both slots of a new one are empty and have no weight. */
  public synchronized void putFleet(String host, HealthCheck check) {
    fleets.put(host, check);
  }

  /** Forgets the fleet and all its machines; unknown hosts are already forgotten. */
  public synchronized void removeFleet(String host) {
    fleets
        .remove(host)
        .ifPresent(
            fleet -> {
              Route last = fleet.route();
              fleet.change(route -> Route.empty(route.check()));
              last.machines().forEach(Backend::drain);
            });
  }

  public Weights weights(String host) {
    return fleets.get(host).route().weights();
  }

  /** Moves traffic in one step: each request sees the weights before it or after it. */
  public synchronized void shift(String host, Weights weights) {
    fleets.get(host).change(route -> route.weighted(weights));
  }

  public Optional<Slot> testSlot(String host) {
    return fleets.get(host).route().test();
  }

  public synchronized void pointTestRoute(String host, Slot slot) {
    fleets.get(host).change(route -> route.testing(slot));
  }

  /**
   * Begins to probe the machine and to send it its slot's requests; a second call has no effect.
   */
  public synchronized void register(String host, Slot slot, Target target) {
    FleetRoute fleet = fleets.get(host);
    Optional<Backend> known = fleet.route().machine(target.machine());
    if (known.isPresent()) {
      requireSame(known.get(), slot, target);
      return;
    }
    HealthState state = new HealthState();
    Prober prober =
        new Prober(
            dialer,
            threads.next(),
            fleet.host(),
            target.port(),
            () -> fleet.route().check(),
            state);
    ConnectionPool pool = new ConnectionPool(dialer, target.port());
    Backend added = new Backend(slot, target, state, pool, prober, fleet.meter(target.label()));
    fleet.change(route -> route.with(added));
    prober.start();
  }

  private static void requireSame(Backend known, Slot slot, Target target) {
    if (known.draining()) {
      throw new IllegalArgumentException(
          "machine '"
              + target.machine()
              + "' is draining; forget it before it is registered again");
    }
    if (known.slot() != slot || !known.target().equals(target)) {
      throw new IllegalArgumentException(
          "machine '"
              + target.machine()
              + "' is registered in slot "
              + known.slot()
              + " as "
              + known.target()
              + ", not in slot "
              + slot
              + " as "
              + target);
    }
  }

  /**
   * The machine gets no new requests from now on and finishes the open ones; connections are closed
   * when idle.
   */
  public synchronized void deregister(String host, String machine) {
    FleetRoute fleet = fleets.get(host);
    Backend backend = machine(fleet, machine);
    fleet.change(route -> route.draining(backend));
    backend.drain();
  }

  /** Drops the machine, after its process ended. */
  public synchronized void forget(String host, String machine) {
    FleetRoute fleet = fleets.get(host);
    Backend backend = machine(fleet, machine);
    fleet.change(route -> route.without(backend));
    backend.drain();
  }

  public Health health(String host, String machine) {
    return machine(fleets.get(host), machine).health().health();
  }

  public int openRequests(String host, String machine) {
    return machine(fleets.get(host), machine).open();
  }

  /**
   * Production requests of the label that ended between the two instants, for up to ten minutes
   * back; none for a label without machines so far.
   */
  public Measurement measure(String host, String label, Instant since, Instant now) {
    return fleets
        .get(host)
        .knownMeter(label)
        .map(meter -> meter.measure(since, now))
        .orElseGet(() -> new Measurement(since, now, 0, 0, Duration.ZERO, Duration.ZERO));
  }

  public Totals totals(String host, Slot slot) {
    return fleets.get(host).counter(slot).totals();
  }

  /** Lines that the access log had to drop so that no request waited for it. */
  public long droppedLogLines() {
    return log.dropped();
  }

  /** Stops listening and drops everything, open requests too: drain first. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The end of the threads is waited for.
  public synchronized void close() {
    production.close();
    test.close();
    for (FleetRoute fleet : fleets.all()) {
      removeFleet(fleet.host());
    }
    connections.close();
    threads.shutdownGracefully(0, Limits.CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      threads.awaitTermination(Limits.CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      log.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Nothing is lost: every line was handed to the file system before.
    }
  }

  private static Backend machine(FleetRoute fleet, String name) {
    return fleet
        .route()
        .machine(name)
        .orElseThrow(
            () -> {
              List<String> known = fleet.route().machines().stream().map(Backend::machine).toList();
              return new IllegalArgumentException(
                  "machine '"
                      + name
                      + "' is unknown to fleet '"
                      + fleet.host()
                      + "'; it has "
                      + known);
            });
  }
}
