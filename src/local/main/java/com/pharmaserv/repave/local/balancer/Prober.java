package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Recipe.HealthCheck;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks one machine's health check path in turns, over one kept-alive connection, on one IO thread
 * and without threads of its own. A probe that fails on a kept connection is repeated once on a new
 * one within the same timeout: the machine may only have closed an idle connection.
 */
final class Prober {
  private final Dialer dialer;
  private final int port;
  private final String host;
  private final Supplier<HealthCheck> check;
  private final HealthState state;
  private final EventLoop thread;

  // Only the IO thread touches these.
  private @Nullable MachineConnection kept;
  private @Nullable Turn current;
  private @Nullable ScheduledFuture<?> next;
  private boolean stopped;

  Prober(
      Dialer dialer,
      EventLoop thread,
      String host,
      int port,
      Supplier<HealthCheck> check,
      HealthState state) {
    this.dialer = dialer;
    this.thread = thread;
    this.host = host;
    this.port = port;
    this.check = check;
    this.state = state;
  }

  void start() {
    thread.execute(this::probe);
  }

  void stop() {
    try {
      thread.execute(this::stopNow);
    } catch (RejectedExecutionException closed) {
      // The balancer has closed, and its connections with it.
    }
  }

  private void stopNow() {
    stopped = true;
    if (next != null) {
      next.cancel(false);
    }
    if (current != null) {
      current.abandon();
    }
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  private void probe() {
    if (stopped) {
      return;
    }
    HealthCheck now = check.get();
    next = thread.schedule(this::probe, now.interval().toMillis(), TimeUnit.MILLISECONDS);
    if (current != null) {
      // The timeout is longer than the interval: the running probe keeps its turn.
      return;
    }
    current = new Turn(now);
    current.begin();
  }

  /** One probe, with at most one repetition. */
  private final class Turn implements MachineConnection.User {
    private final HealthCheck asked;
    private final ScheduledFuture<?> timeout;
    private @Nullable MachineConnection used;
    private boolean reused;
    private boolean answered;
    private boolean passed;
    private long left = Limits.PROBE_MAX_BODY;
    private boolean done;

    Turn(HealthCheck asked) {
      this.asked = asked;
      this.timeout =
          thread.schedule(
              () -> finish(false, false), asked.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    void begin() {
      MachineConnection connection = kept;
      kept = null;
      if (connection != null && connection.isOpen()) {
        reused = true;
        send(connection);
      } else {
        dial();
      }
    }

    void abandon() {
      done = true;
      timeout.cancel(false);
      if (used != null) {
        used.close();
      }
    }

    private void dial() {
      reused = false;
      dialer.dial(
          port,
          thread,
          connection -> {
            if (done) {
              connection.close();
            } else {
              send(connection);
            }
          },
          e -> finish(false, false));
    }

    private void send(MachineConnection connection) {
      used = connection;
      HttpRequest request =
          new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, asked.path());
      request.headers().set(HttpHeaderNames.HOST, host);
      request.headers().set(HttpHeaderNames.USER_AGENT, "repave-health-check");
      connection.begin(this, request);
      connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
      connection.flush();
    }

    @Override
    public void answered(HttpResponse head) {
      int status = head.status().code();
      if (head.decoderResult().isFailure() || status == 101 || answered) {
        finish(false, false);
      } else if (status >= 200) {
        answered = true;
        passed = status < 300;
      }
    }

    /** A body above the bound, or one that breaks, costs the connection, not the verdict. */
    @Override
    public void content(HttpContent content) {
      boolean broken = content.decoderResult().isFailure();
      boolean last = content instanceof LastHttpContent;
      left -= content.content().readableBytes();
      content.release();
      if (answered && (last || broken || left < 0)) {
        finish(passed, last && !broken);
      }
    }

    @Override
    public void bytes(Object raw) {
      ReferenceCountUtil.release(raw);
    }

    @Override
    public void flush() {
      // Nobody reads along.
    }

    @Override
    public void writable() {
      // One small request always fits.
    }

    @Override
    public void gone() {
      used = null;
      if (done) {
        return;
      }
      if (answered) {
        finish(passed, false);
      } else if (reused) {
        dial();
      } else {
        finish(false, false);
      }
    }

    private void finish(boolean verdict, boolean keep) {
      if (done) {
        return;
      }
      done = true;
      current = null;
      timeout.cancel(false);
      MachineConnection connection = used;
      used = null;
      if (connection != null && keep && !stopped) {
        connection.done(() -> kept = connection);
      } else if (connection != null) {
        connection.close();
      }
      state.probed(verdict);
    }
  }
}
