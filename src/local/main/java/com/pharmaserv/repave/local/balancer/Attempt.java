package com.pharmaserv.repave.local.balancer;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

/**
 * One attempt at one machine, between Undertow's proxy and its client. If a connection breaks at
 * the first write, the client (2.3.27) reports that up to three times: by an exception, and to each
 * of two callbacks. The proxy would begin a new attempt for each, several at once, or close the
 * client's connection over its own answer. So the callbacks are told later, and only if nothing has
 * taken the request further meanwhile.
 */
final class Attempt extends DelegatingConnection {
  private final HttpServerExchange exchange;
  private final Transit transit;

  Attempt(ClientConnection connection, HttpServerExchange exchange, Transit transit) {
    super(connection);
    this.exchange = exchange;
    this.transit = transit;
  }

  @Override
  public void sendRequest(ClientRequest request, ClientCallback<ClientExchange> callback) {
    try {
      connection.sendRequest(
          request,
          new Guard(callback) {
            @Override
            void pass(ClientExchange sent) {
              told.completed(new GuardedExchange(sent));
            }
          });
    } catch (RuntimeException e) {
      // Undertow's client throws for a request that failed while it was being sent.
      failLater(callback, new IOException("sending failed: " + e.getMessage(), e));
    }
  }

  private void failLater(ClientCallback<ClientExchange> callback, IOException e) {
    try {
      getIoThread()
          .execute(
              () -> {
                if (transit.isAt(this) && !exchange.isResponseStarted()) {
                  callback.failed(e);
                }
              });
    } catch (RejectedExecutionException closing) {
      // The balancer is closing and its ending thread closes the client's connection too.
    }
  }

  private abstract class Guard implements ClientCallback<ClientExchange> {
    final ClientCallback<ClientExchange> told;

    Guard(ClientCallback<ClientExchange> told) {
      this.told = told;
    }

    abstract void pass(ClientExchange result);

    @Override
    public void completed(ClientExchange result) {
      if (transit.isAt(Attempt.this)) {
        pass(result);
      }
    }

    @Override
    public void failed(IOException e) {
      failLater(told, e);
    }
  }

  private final class GuardedExchange extends DelegatingExchange {
    GuardedExchange(ClientExchange exchange) {
      super(exchange);
    }

    @Override
    public void setResponseListener(ClientCallback<ClientExchange> listener) {
      exchange.setResponseListener(
          new Guard(listener) {
            @Override
            void pass(ClientExchange answered) {
              told.completed(GuardedExchange.this);
            }
          });
    }
  }
}
