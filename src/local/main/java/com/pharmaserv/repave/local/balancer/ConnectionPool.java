package com.pharmaserv.repave.local.balancer;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kept-alive connections to one machine. Each IO thread has its own lane and touches no other, so
 * there are no locks.
 */
final class ConnectionPool {
  private final Dialer dialer;
  private final int port;
  private final ConcurrentMap<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
  private volatile boolean retired;

  ConnectionPool(Dialer dialer, int port) {
    this.dialer = dialer;
    this.port = port;
  }

  /**
   * Hands over a connection on the calling IO thread; exactly one of the two is called.
   *
   * @param fresh dial even if an idle connection is there: it may be as dead as the last one
   */
  void acquire(
      EventLoop thread,
      boolean fresh,
      Consumer<MachineConnection> ready,
      Consumer<Throwable> failed) {
    lane(thread).acquire(fresh, ready, failed);
  }

  /** Takes a connection back on its IO thread; one that is not known to be clean is closed. */
  void release(MachineConnection connection, boolean clean) {
    lane(connection.thread()).release(connection, clean);
  }

  /** Closes idle connections now and the others when their request ends. */
  void retire() {
    retired = true;
    for (Lane lane : lanes.values()) {
      later(lane.thread, lane::closeIdle);
    }
  }

  private static void later(EventLoop thread, Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      // The balancer is closing: the ending thread closes all of its connections itself.
    }
  }

  private Lane lane(EventLoop thread) {
    return lanes.computeIfAbsent(thread, Lane::new);
  }

  private record Idle(MachineConnection connection, long until) {}

  private final class Lane {
    private final EventLoop thread;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int open;
    private @Nullable ScheduledFuture<?> sweep;

    Lane(EventLoop thread) {
      this.thread = thread;
    }

    void acquire(boolean fresh, Consumer<MachineConnection> ready, Consumer<Throwable> failed) {
      // The newest first: the others get old and are swept, so that the pool shrinks by itself.
      for (Idle next = fresh ? null : idle.pollLast(); next != null; next = idle.pollLast()) {
        if (next.connection().isOpen()) {
          ready.accept(next.connection());
          return;
        }
      }
      if (open >= Limits.POOL_MAX_OPEN) {
        failed.accept(
            new IOException(
                "port " + port + " has " + open + " open connections, the most allowed"));
        return;
      }
      open++;
      dialer.dial(
          port,
          thread,
          connection -> {
            connection.channel().closeFuture().addListener(closed -> open--);
            ready.accept(connection);
          },
          e -> {
            open--;
            failed.accept(e);
          });
    }

    void release(MachineConnection connection, boolean clean) {
      boolean keep =
          clean
              && !retired
              && connection.isOpen()
              && !connection.isUpgraded()
              && idle.size() < Limits.POOL_MAX_IDLE;
      if (keep) {
        idle.addLast(new Idle(connection, System.nanoTime() + Limits.POOL_IDLE.toNanos()));
        if (sweep == null) {
          sweepAfter(Limits.POOL_IDLE.toNanos());
        }
      } else {
        connection.close();
      }
    }

    void closeIdle() {
      for (Idle next = idle.poll(); next != null; next = idle.poll()) {
        next.connection().close();
      }
    }

    private void sweep() {
      sweep = null;
      long now = System.nanoTime();
      idle.removeIf(entry -> !entry.connection().isOpen());
      for (Idle next = idle.peek(); next != null; next = idle.peek()) {
        long left = next.until() - now;
        if (left > 0) {
          sweepAfter(left);
          return;
        }
        idle.remove();
        next.connection().close();
      }
    }

    private void sweepAfter(long nanos) {
      sweep = thread.schedule(this::sweep, nanos + 1, TimeUnit.NANOSECONDS);
    }
  }
}
