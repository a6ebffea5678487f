package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Recipe.HealthCheck;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSourceChannel;

/**
 * Asks one machine's health check path in turns, over one kept-alive connection, on one IO thread
 * and without threads of its own. A probe that fails on a kept connection is repeated once on a new
 * one within the same timeout: the machine may only have closed an idle connection.
 */
final class Prober {
  private static final int SCRATCH_BYTES = 1024;

  private final Dialer dialer;
  private final int port;
  private final String host;
  private final Supplier<HealthCheck> check;
  private final HealthState state;
  private final XnioIoThread thread;

  // Only the IO thread touches these.
  private @Nullable ClientConnection kept;
  private @Nullable Turn current;
  private XnioExecutor.@Nullable Key next;
  private boolean stopped;

  Prober(
      Dialer dialer,
      XnioIoThread thread,
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
    thread.execute(
        () -> {
          stopped = true;
          if (next != null) {
            next.remove();
          }
          if (current != null) {
            current.abandon();
          }
          closeKept();
        });
  }

  private void probe() {
    if (stopped) {
      return;
    }
    HealthCheck now = check.get();
    next = thread.executeAfter(this::probe, now.interval().toMillis(), TimeUnit.MILLISECONDS);
    if (current != null) {
      // The timeout is longer than the interval: the running probe keeps its turn.
      return;
    }
    current = new Turn(now);
    current.begin();
  }

  private void closeKept() {
    ClientConnection connection = kept;
    kept = null;
    IoUtils.safeClose(connection);
  }

  /** One probe, with at most one repetition. */
  private final class Turn {
    private final HealthCheck asked;
    private final XnioExecutor.Key timeout;
    private @Nullable ClientConnection used;
    private boolean done;

    Turn(HealthCheck asked) {
      this.asked = asked;
      this.timeout =
          thread.executeAfter(
              () -> finish(false, false), asked.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    void begin() {
      ClientConnection connection = kept;
      kept = null;
      if (connection != null && connection.isOpen()) {
        send(connection, true);
      } else {
        dial();
      }
    }

    void abandon() {
      done = true;
      timeout.remove();
      IoUtils.safeClose(used);
    }

    private void dial() {
      dialer.dial(
          port,
          thread,
          connection -> {
            if (done) {
              IoUtils.safeClose(connection);
            } else {
              send(connection, false);
            }
          },
          e -> finish(false, false));
    }

    private void send(ClientConnection connection, boolean reused) {
      used = connection;
      ClientRequest request = new ClientRequest().setMethod(Methods.GET).setPath(asked.path());
      request.getRequestHeaders().put(Headers.HOST, host);
      request.getRequestHeaders().put(Headers.USER_AGENT, "repave-health-check");
      try {
        connection.sendRequest(request, new Sent(connection, reused));
      } catch (RuntimeException e) {
        // Undertow's client throws for a request that fails while it is being sent.
        broke(connection, reused);
      }
    }

    private void broke(ClientConnection connection, boolean reused) {
      IoUtils.safeClose(connection);
      if (done || used != connection) {
        return;
      }
      // The same failure may be reported again.
      used = null;
      if (reused) {
        dial();
      } else {
        finish(false, false);
      }
    }

    private void finish(boolean passed, boolean keep) {
      if (done) {
        return;
      }
      done = true;
      current = null;
      timeout.remove();
      ClientConnection connection = used;
      if (keep && !stopped && connection != null && connection.isOpen()) {
        kept = connection;
      } else {
        IoUtils.safeClose(connection);
      }
      state.probed(passed);
    }

    /** The request is on its way, or is not. */
    private final class Sent implements ClientCallback<ClientExchange> {
      private final ClientConnection connection;
      private final boolean reused;

      Sent(ClientConnection connection, boolean reused) {
        this.connection = connection;
        this.reused = reused;
      }

      @Override
      public void completed(ClientExchange exchange) {
        exchange.setResponseListener(new Answer(connection, reused));
      }

      @Override
      public void failed(IOException e) {
        broke(connection, reused);
      }
    }

    /** Reads the status, then the body, which must end before the connection can be kept. */
    private final class Answer implements ClientCallback<ClientExchange> {
      private final ClientConnection connection;
      private final boolean reused;
      private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH_BYTES);
      private long left = Limits.PROBE_MAX_BODY;
      private boolean passed;

      Answer(ClientConnection connection, boolean reused) {
        this.connection = connection;
        this.reused = reused;
      }

      @Override
      public void completed(ClientExchange exchange) {
        int status = exchange.getResponse().getResponseCode();
        passed = status >= 200 && status < 300;
        StreamSourceChannel body = exchange.getResponseChannel();
        body.getReadSetter().set(this::read);
        read(body);
      }

      /** A body above the bound, or one that breaks, costs the connection, not the verdict. */
      private void read(StreamSourceChannel body) {
        try {
          while (left > 0) {
            scratch.clear();
            int count = body.read(scratch);
            if (count == 0) {
              body.resumeReads();
              return;
            }
            if (count < 0) {
              finish(passed, true);
              return;
            }
            left -= count;
          }
          finish(passed, false);
        } catch (IOException e) {
          finish(passed, false);
        }
      }

      @Override
      public void failed(IOException e) {
        broke(connection, reused);
      }
    }
  }
}
