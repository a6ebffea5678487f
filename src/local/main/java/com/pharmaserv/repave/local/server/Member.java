package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.machine.MachineProcess;
import com.pharmaserv.repave.local.machine.MachineSpec;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Quarantined;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One machine of a group and where it is in its life. Tended by the cloud's loop only. */
final class Member {
  /** A machine that has not answered well by then never will. */
  static final Duration BOOT_MAX = Duration.ofSeconds(60);

  /** Requests in flight get this long when a machine leaves. */
  static final Duration DRAIN_MAX = Duration.ofSeconds(30);

  /** From the polite signal to the other one. */
  static final Duration TERMINATE_MAX = Duration.ofSeconds(12);

  /** A slow machine stops counting as booting, so that it cannot keep others from starting. */
  private static final Duration BOOT_SHARE_MAX = Duration.ofSeconds(5);

  private final MachineSpec spec;
  private final Pool pool;
  private Phase phase = Phase.QUEUED;
  private Instant since;
  private @Nullable Future<MachineProcess> start;
  private @Nullable MachineProcess process;

  Member(MachineSpec spec, Pool pool, Instant now) {
    this.spec = spec;
    this.pool = pool;
    this.since = now;
  }

  /** A machine's life, in order. */
  enum Phase {
    QUEUED,
    STARTING,
    BOOTING,
    SERVING,
    DRAINING,
    STOPPING,
    ENDED
  }

  MachineSpec spec() {
    return spec;
  }

  Phase phase() {
    return phase;
  }

  boolean leaving() {
    return phase.compareTo(Phase.DRAINING) >= 0;
  }

  /** Takes up one of the few places for machines that boot at the same time. */
  boolean boots(Instant now) {
    return phase == Phase.STARTING
        || (phase == Phase.BOOTING && now.isBefore(since.plus(BOOT_SHARE_MAX)));
  }

  void start(Future<MachineProcess> future, Instant now) {
    start = future;
    enter(Phase.STARTING, now);
  }

  /** Moves on if it is time to; answers why the machine failed, if it just did. */
  Optional<String> tick(Instant now, boolean replaceUnhealthy) {
    return switch (phase) {
      case QUEUED, ENDED -> Optional.empty();
      case STARTING -> started(now);
      case BOOTING, SERVING -> watched(now, replaceUnhealthy);
      case DRAINING -> {
        boolean idle = pool.openRequests(spec.id()) == 0;
        if (idle || overdue(now, DRAIN_MAX)) {
          stop(now);
        }
        yield Optional.empty();
      }
      case STOPPING -> {
        if (process == null || !process.alive()) {
          end(now);
        } else if (overdue(now, TERMINATE_MAX)) {
          process.kill();
        }
        yield Optional.empty();
      }
    };
  }

  /** Leaves service: no new requests, the open ones are finished first. */
  void leave(Instant now) {
    if (leaving() || phase == Phase.STARTING) {
      return;
    }
    if (phase == Phase.QUEUED) {
      enter(Phase.ENDED, now);
    } else {
      pool.drain(spec.id());
      enter(Phase.DRAINING, now);
    }
  }

  /** Ends without waiting for requests. */
  void stop(Instant now) {
    if (process != null && phase != Phase.ENDED) {
      process.terminate();
      enter(Phase.STOPPING, now);
    } else if (phase == Phase.QUEUED) {
      enter(Phase.ENDED, now);
    }
  }

  /** Out of the pool at once, then ended, by no signal that it could answer. */
  void quarantine(Quarantined why, Instant now) throws IOException {
    MachineProcess running = Objects.requireNonNull(process, "a machine in service has a process");
    running.keep(why);
    pool.forget(spec.id());
    running.kill();
    enter(Phase.ENDED, now);
  }

  void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** How long it has been (or was) alive. */
  Duration age(Instant now) {
    return process == null ? Duration.ZERO : Duration.between(process.startedAt(), now);
  }

  int openRequests() {
    return process == null || phase == Phase.ENDED ? 0 : pool.openRequests(spec.id());
  }

  Machine view() {
    return switch (phase) {
      case QUEUED, STARTING -> machine(Lifecycle.PENDING, Health.INITIAL);
      case BOOTING -> machine(Lifecycle.PENDING, pool.health(spec.id()));
      case SERVING -> machine(Lifecycle.IN_SERVICE, pool.health(spec.id()));
      case DRAINING, STOPPING, ENDED -> machine(Lifecycle.TERMINATING, Health.DRAINING);
    };
  }

  /** Keeps the machine's log within its bound. */
  void boundLog() throws IOException {
    if (process != null && process.alive()) {
      process.boundLog();
    }
  }

  private Optional<String> started(Instant now) {
    Future<MachineProcess> future = start;
    if (future == null || !future.isDone()) {
      return Optional.empty();
    }
    start = null;
    try {
      process = future.get();
      pool.add(spec, process);
      enter(Phase.BOOTING, now);
      return Optional.empty();
    } catch (ExecutionException e) {
      enter(Phase.ENDED, now);
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String reason = cause instanceof IOException io ? Durable.reason(io) : cause.getMessage();
      return Optional.of(spec + " could not be started: " + reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      enter(Phase.ENDED, now);
      return Optional.of(spec + " was not started: interrupted");
    }
  }

  private Optional<String> watched(Instant now, boolean replaceUnhealthy) {
    MachineProcess running = process;
    if (running == null) {
      return Optional.empty();
    }
    if (!running.alive()) {
      String text =
          spec
              + " exited with status "
              + running.status()
              + " after "
              + seconds(age(now))
              + " s; last log line: "
              + running.lastLogLine();
      end(now);
      return Optional.of(text);
    }
    Health health = pool.health(spec.id());
    if (phase == Phase.BOOTING && health == Health.HEALTHY) {
      enter(Phase.SERVING, now);
    } else if (phase == Phase.BOOTING && overdue(now, BOOT_MAX)) {
      leave(now);
      return Optional.of(
          spec
              + " was not healthy within "
              + BOOT_MAX.toSeconds()
              + " s; last log line: "
              + running.lastLogLine());
    } else if (phase == Phase.SERVING && health == Health.UNHEALTHY && replaceUnhealthy) {
      leave(now);
      return Optional.of(
          spec
              + " became unhealthy after "
              + seconds(age(now))
              + " s; last log line: "
              + running.lastLogLine());
    }
    return Optional.empty();
  }

  private void end(Instant now) {
    pool.forget(spec.id());
    enter(Phase.ENDED, now);
  }

  /** What is left to be removed of an ended machine. */
  Optional<MachineProcess> remains() {
    return Optional.ofNullable(process);
  }

  private void enter(Phase next, Instant now) {
    phase = next;
    since = now;
  }

  private boolean overdue(Instant now, Duration bound) {
    return now.isAfter(since.plus(bound));
  }

  private Machine machine(Lifecycle lifecycle, Health health) {
    return new Machine(spec.id(), spec.zone(), lifecycle, health);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }
}
