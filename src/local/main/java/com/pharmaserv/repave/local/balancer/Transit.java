package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Slot;
import io.undertow.client.ClientConnection;
import io.undertow.predicate.IdempotentPredicate;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.util.AttachmentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: where it goes, what was tried, and how it ended. One thread at a time.
 */
final class Transit implements ProxyClient.ProxyTarget {
  static final AttachmentKey<Transit> KEY = AttachmentKey.create(Transit.class);

  private final FleetRoute fleet;
  private final Slot slot;
  private final boolean production;
  private final long startNanos;
  private final ClientWatch watch = new ClientWatch();

  private Backend backend;
  private List<Backend> tried = List.of();
  private int attempts;
  private @Nullable ClientConnection connection;
  private @Nullable Attempt attempt;
  private boolean nothingSent = true;
  private boolean answeredHere;
  private boolean clientFault;
  private boolean ended;

  Transit(FleetRoute fleet, Slot slot, boolean production, Backend backend, long startNanos) {
    this.fleet = fleet;
    this.slot = slot;
    this.production = production;
    this.backend = backend;
    this.startNanos = startNanos;
  }

  FleetRoute fleet() {
    return fleet;
  }

  Slot slot() {
    return slot;
  }

  boolean production() {
    return production;
  }

  Backend backend() {
    return backend;
  }

  int attempts() {
    return attempts;
  }

  long nanos() {
    return System.nanoTime() - startNanos;
  }

  ClientWatch watch() {
    return watch;
  }

  boolean answeredHere() {
    return answeredHere;
  }

  /** The client's request could not be read to its end. */
  boolean clientFault() {
    return clientFault;
  }

  /** Notes that the balancer answers, and whose fault that is, before it writes to the client. */
  void answerHere(boolean slowClient) {
    answeredHere = true;
    clientFault = slowClient || watch.clientGone();
  }

  /**
   * Moves on to the machine of the next attempt; false if there must be none. A connection that
   * never opened has carried nothing, so any request may try elsewhere; once bytes may have left,
   * only a request that is safe to repeat.
   */
  boolean advance(HttpServerExchange exchange) {
    attempts++;
    if (attempts == 1) {
      return true;
    }
    if (!nothingSent && !IdempotentPredicate.INSTANCE.resolve(exchange)) {
      return false;
    }
    if (tried.isEmpty()) {
      tried = new ArrayList<>(Limits.RETRIES);
    }
    tried.add(backend);
    giveBack(false);
    Optional<Backend> next = fleet.enter(slot, tried);
    if (next.isEmpty()) {
      return false;
    }
    backend.leave();
    backend = next.get();
    return true;
  }

  boolean repeated() {
    return attempts > 1;
  }

  void dialFailed() {
    nothingSent = true;
  }

  /** The connection for this attempt, as Undertow's proxy is to see it. */
  Attempt connected(ClientConnection opened, HttpServerExchange exchange) {
    Attempt begun = new Attempt(opened, exchange, this);
    connection = opened;
    attempt = begun;
    nothingSent = false;
    return begun;
  }

  /** False once the request has gone on to another attempt or has ended. */
  boolean isAt(Attempt asked) {
    return attempt == asked;
  }

  boolean ended() {
    return ended;
  }

  /** The exchange is over. */
  void end(boolean clean) {
    ended = true;
    giveBack(clean);
    backend.leave();
  }

  /** This attempt no longer needs its connection. */
  private void giveBack(boolean clean) {
    ClientConnection used = connection;
    connection = null;
    attempt = null;
    if (used != null) {
      backend.pool().release(used, clean);
    }
  }
}
