package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.machine.MachineProcess;
import com.pharmaserv.repave.local.machine.MachineSpec;
import com.pharmaserv.repave.local.machine.MachineStarter;
import com.pharmaserv.repave.local.store.Durable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Does what takes long for the loop: starts processes and removes what ended ones leave. Counts who
 * boots, because more machines at once than processors only makes all of them slower.
 */
final class MachineWorks implements AutoCloseable {
  private static final int BOOTING_MAX =
      Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

  private static final int THREADS = 2;
  private static final long CLOSE_SECONDS_MAX = 5;

  /** A process that is killed ends as soon as its reads and writes do. */
  private static final Duration KILL_MAX = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger("repave.cloud");

  private final MachineStarter starter;
  private final Clock clock;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private int booting;

  MachineWorks(MachineStarter starter, Clock clock) {
    this.starter = starter;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** Called by the loop at the beginning of each turn with what it counted. */
  void booting(int count) {
    booting = count;
  }

  boolean mayBoot() {
    return booting < BOOTING_MAX;
  }

  Future<MachineProcess> start(MachineSpec spec) {
    booting++;
    return threads.submit(() -> starter.start(spec));
  }

  void clear(Member member) {
    member.remains().ifPresent(process -> threads.execute(() -> clear(member, process)));
  }

  void boundLog(Member member) {
    try {
      member.boundLog();
    } catch (IOException e) {
      log("the log of " + member.spec() + " cannot be kept short: " + Durable.reason(e));
    }
  }

  void log(String text) {
    LOG.log(System.Logger.Level.INFO, text);
  }

  /** Finishes what was begun. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        log("gave up cleaning after machines; the next start does it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void clear(Member member, MachineProcess process) {
    try {
      // One that is kept apart has been killed a moment ago.
      if (process.ended(KILL_MAX)) {
        process.cleanUp();
      } else {
        log("%s does not end; its folder is left to the next start".formatted(member.spec()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log("cannot clean up after " + member.spec() + ": " + Durable.reason(e));
    }
  }
}
