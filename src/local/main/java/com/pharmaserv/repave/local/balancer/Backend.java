package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Slot;
import java.util.concurrent.atomic.AtomicInteger;

/** One machine behind the balancer: its connections, its health, its open requests. */
final class Backend {
  private final Slot slot;
  private final Balancer.Target target;
  private final HealthState health;
  private final ConnectionPool pool;
  private final Prober prober;
  private final Meter meter;
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean draining;

  Backend(
      Slot slot,
      Balancer.Target target,
      HealthState health,
      ConnectionPool pool,
      Prober prober,
      Meter meter) {
    this.slot = slot;
    this.target = target;
    this.health = health;
    this.pool = pool;
    this.prober = prober;
    this.meter = meter;
  }

  Slot slot() {
    return slot;
  }

  Balancer.Target target() {
    return target;
  }

  String machine() {
    return target.machine();
  }

  String label() {
    return target.label();
  }

  HealthState health() {
    return health;
  }

  ConnectionPool pool() {
    return pool;
  }

  Meter meter() {
    return meter;
  }

  int open() {
    return open.get();
  }

  boolean draining() {
    return draining;
  }

  /**
   * Counts a request in, unless the machine drains. Counting comes before looking: whoever drains
   * and then reads the count either sees this request or has turned it away.
   */
  boolean enter() {
    open.incrementAndGet();
    if (draining) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    open.decrementAndGet();
  }

  void drain() {
    draining = true;
    health.drain();
    prober.stop();
    pool.retire();
  }
}
