package com.pharmaserv.repave.local.balancer;

import java.util.concurrent.atomic.LongAdder;

/** Production requests of one slot since the start. */
final class SlotCounter {
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder open = new LongAdder();

  void began() {
    open.increment();
  }

  void ended(boolean failed) {
    if (failed) {
      failures.increment();
    }
    requests.increment();
    open.decrement();
  }

  /** The slot had no machine for it. */
  void turnedAway() {
    failures.increment();
    requests.increment();
  }

  Balancer.Totals totals() {
    // Failures first: a request that ends meanwhile may then only be missing from them.
    long failed = failures.sum();
    return new Balancer.Totals(requests.sum(), failed, Math.max(0, open.sum()));
  }
}
