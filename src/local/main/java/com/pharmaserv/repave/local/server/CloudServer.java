package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.machine.MachineStarter;
import com.pharmaserv.repave.local.machine.Orphans;
import com.pharmaserv.repave.local.server.Region.Equipment;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.FileLocks;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Authority;
import com.pharmaserv.repave.local.tls.Contexts;
import com.pharmaserv.repave.local.tls.MachineTrust;
import com.pharmaserv.repave.local.tls.ServerIdentity;
import com.pharmaserv.repave.local.wire.CloudStatus;
import com.pharmaserv.repave.local.wire.DaemonFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The local cloud's process: sets everything up, runs until it is told to stop, cleans up. */
public final class CloudServer {
  /** Ended machines are noticed and replaced this fast. */
  private static final long TICK_MILLIS = 100;

  private static final int PROBE_THREADS = 2;

  /** Stopping takes at most 15 s for machines and a few more for the rest. */
  private static final long HOOK_SECONDS_MAX = 25;

  private static final List<String> FRONT_NAMES = List.of("localhost", "*.localhost", "127.0.0.1");
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  private final LocalHome home;
  private final Clock clock;
  private final String path;
  private final Instant startedAt;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private CloudServer(LocalHome home, Clock clock, String path) {
    this.home = home;
    this.clock = clock;
    this.path = path;
    this.startedAt = clock.instant();
  }

  /**
   * Runs the cloud until it is told to stop; returns at once if one runs for this home already.
   * Answers the exit code of the process; what went wrong is the last line of the log.
   *
   * @param path where machines find commands, as in the variable PATH
   */
  public static int run(LocalHome home, Clock clock, String path) throws InterruptedException {
    // One line each: people and LocalCloud read the end of the log. Set here because this process
    // is ours; an option of the JVM still wins. Digits are 0 to 9 whatever the machine speaks.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    if (System.getProperty(LOG_FORMAT) == null) {
      System.setProperty(LOG_FORMAT, "%1$tF %1$tT%1$tz %4$s %3$s: %5$s%6$s%n");
    }
    try {
      home.prepare();
      Optional<FileLocks.Held> lock = FileLocks.attempt(home.cloudLock());
      if (lock.isEmpty()) {
        log().log(Level.INFO, "a cloud runs for '" + home.root() + "' already");
        return 0;
      }
      FileLocks.Held held = lock.get();
      try (held) {
        new CloudServer(home, clock, path).serve();
      }
      log().log(Level.INFO, "stopped");
      return 0;
    } catch (IOException e) {
      log().log(Level.ERROR, "the local cloud cannot run: " + Durable.reason(e));
      return 1;
    }
  }

  private void serve() throws IOException, InterruptedException {
    int orphans = Orphans.sweep(home);
    if (orphans > 0) {
      log().log(Level.WARNING, "ended " + orphans + " machines of a cloud that died");
    }
    Authority authority = Authority.open(home, clock);
    Front front = new Front(authority);
    MachineTrust trust = new MachineTrust(authority.certificate());
    SSLContext client = Contexts.client(trust);
    ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    ScheduledExecutorService probes = Executors.newScheduledThreadPool(PROBE_THREADS);
    MachineWorks works =
        new MachineWorks(new MachineStarter(home, authority, trust, clock, path), clock);
    Equipment equipment =
        new Equipment(home, front.context, client, works, probes, new Shelf(home, clock, path));
    Cloud cloud = new Cloud(CloudState.load(home), equipment, clock, front::serve);
    Thread hook = new Thread(this::stopInHook, "stop");
    Path socket = ControlSocket.prepare(home);
    ControlApi api =
        new ControlApi(cloud, client, () -> status(cloud, socket), stopAsked::countDown);
    ControlListener listener = ControlListener.open(api, socket);
    try (listener) {
      Runtime.getRuntime().addShutdownHook(hook);
      DaemonFile.ofThisProcess(socket).write(home);
      Future<?> turns =
          loop.scheduleWithFixedDelay(() -> tick(cloud), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
      log().log(Level.INFO, "ready, control API at '" + socket + "'");
      stopAsked.await();
      turns.cancel(false);
      log().log(Level.INFO, "stopping");
      cloud.stop();
    } finally {
      loop.shutdownNow();
      probes.shutdownNow();
      works.close();
      ControlSocket.remove(home, socket);
      Files.deleteIfExists(home.daemonFile());
      stopped.countDown();
    }
  }

  /** Only asked for when needed: the first logger fixes the format of all. */
  private static System.Logger log() {
    return System.getLogger("repave.cloud");
  }

  /** The loop must go on whatever happens in one turn of it. */
  private static void tick(Cloud cloud) {
    try {
      cloud.tick();
    } catch (RuntimeException e) {
      log().log(Level.ERROR, "a turn of the loop failed", e);
    }
  }

  private void stopInHook() {
    stopAsked.countDown();
    try {
      if (!stopped.await(HOOK_SECONDS_MAX, TimeUnit.SECONDS)) {
        log().log(Level.ERROR, "did not stop in " + HOOK_SECONDS_MAX + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CloudStatus status(Cloud cloud, Path socket) {
    return new CloudStatus(
        ProcessHandle.current().pid(),
        socket.toString(),
        startedAt,
        residentBytes(),
        cloud.status());
  }

  private static Optional<Long> residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Optional.of(Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
        }
      }
    } catch (IOException e) {
      // A system without /proc does not tell.
    }
    return Optional.empty();
  }

  /** The balancers' certificate. Its key exists in memory only and is new with every start. */
  private static final class Front {
    private final Authority authority;
    private final ServerIdentity identity;
    private final SSLContext context;
    private Set<String> names = new LinkedHashSet<>(FRONT_NAMES);

    Front(Authority authority) throws IOException {
      this.authority = authority;
      this.identity = new ServerIdentity(authority.issue("balancer", names));
      this.context = Contexts.server(identity);
    }

    /** Makes the certificate valid for the hosts too. */
    synchronized void serve(List<String> hosts) {
      Set<String> wanted = new LinkedHashSet<>(FRONT_NAMES);
      wanted.addAll(hosts);
      if (wanted.equals(names)) {
        return;
      }
      try {
        identity.replace(authority.issue("balancer", wanted));
        names = wanted;
      } catch (IOException e) {
        log().log(Level.ERROR, String.valueOf(e.getMessage()));
      }
    }
  }
}
