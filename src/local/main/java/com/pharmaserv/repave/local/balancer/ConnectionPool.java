package com.pharmaserv.repave.local.balancer;

import io.undertow.client.ClientConnection;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * Kept-alive connections to one machine. Each IO thread has its own lane and touches no other, so
 * there are no locks. Undertow's ProxyConnectionPool does not do: closing it takes connections from
 * other threads' lanes and leaves most of the idle ones open.
 */
final class ConnectionPool {
  private final Dialer dialer;
  private final int port;
  private final ConcurrentMap<XnioIoThread, Lane> lanes = new ConcurrentHashMap<>();
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
      XnioIoThread thread,
      boolean fresh,
      Consumer<ClientConnection> ready,
      Consumer<IOException> failed) {
    lane(thread).acquire(fresh, ready, failed);
  }

  /** Takes a connection back; one that is not known to be clean is closed. */
  void release(ClientConnection connection, boolean clean) {
    XnioIoThread thread = connection.getIoThread();
    if (Thread.currentThread() == thread) {
      lane(thread).release(connection, clean);
    } else {
      later(thread, () -> lane(thread).release(connection, clean));
    }
  }

  /** Closes idle connections now and the others when their request ends. */
  void retire() {
    retired = true;
    for (Lane lane : lanes.values()) {
      later(lane.thread, lane::closeIdle);
    }
  }

  private static void later(XnioIoThread thread, Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      // The balancer is closing: the ending thread closes all of its connections itself.
    }
  }

  private Lane lane(XnioIoThread thread) {
    return lanes.computeIfAbsent(thread, Lane::new);
  }

  private record Idle(ClientConnection connection, long until) {}

  private final class Lane {
    private final XnioIoThread thread;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int open;
    private XnioExecutor.@Nullable Key sweep;

    Lane(XnioIoThread thread) {
      this.thread = thread;
    }

    void acquire(boolean fresh, Consumer<ClientConnection> ready, Consumer<IOException> failed) {
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
            connection.addCloseListener(closed -> open--);
            ready.accept(connection);
          },
          e -> {
            open--;
            failed.accept(e);
          });
    }

    void release(ClientConnection connection, boolean clean) {
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
      } else if (!connection.isUpgraded()) {
        // Not at once: this may run inside the connection's report of a failure, and closing it
        // there makes Undertow report the same failure again, as that of the next attempt.
        later(thread, () -> IoUtils.safeClose(connection));
      }
    }

    void closeIdle() {
      for (Idle next = idle.poll(); next != null; next = idle.poll()) {
        IoUtils.safeClose(next.connection());
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
        IoUtils.safeClose(next.connection());
      }
    }

    private void sweepAfter(long nanos) {
      sweep = thread.executeAfter(this::sweep, nanos + 1, TimeUnit.NANOSECONDS);
    }
  }
}
