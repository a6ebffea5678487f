package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Health;

/**
 * What probes and failed connections say about one machine, with an ALB's rules: the first pass
 * makes a new machine healthy, after that it takes two equal results in a row to change the mind.
 * Written by one thread at a time, read by all.
 */
final class HealthState {
  /** One failure may be a lost packet or a collection pause; two in a row are the machine. */
  static final int FAILURES_TO_UNHEALTHY = 2;

  static final int PASSES_TO_HEALTHY = 2;

  private volatile Health health = Health.INITIAL;
  private int streak;

  Health health() {
    return health;
  }

  synchronized void probed(boolean passed) {
    if (health == Health.DRAINING) {
      return;
    }
    boolean confirms = passed == (health == Health.HEALTHY);
    if (health != Health.INITIAL && confirms) {
      streak = 0;
      return;
    }
    streak++;
    if (passed && (health == Health.INITIAL || streak >= PASSES_TO_HEALTHY)) {
      become(Health.HEALTHY);
    } else if (!passed && streak >= FAILURES_TO_UNHEALTHY) {
      become(Health.UNHEALTHY);
    }
  }

  /** A request found nobody listening: no need to wait for probes to see that. */
  synchronized void refused() {
    if (health == Health.HEALTHY) {
      become(Health.UNHEALTHY);
    } else if (health == Health.UNHEALTHY) {
      streak = 0;
    }
  }

  synchronized void drain() {
    become(Health.DRAINING);
  }

  private void become(Health next) {
    health = next;
    streak = 0;
  }
}
