package com.pharmaserv.repave.aws.client;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps our calls below a share of AWS's limits, which hold for the whole account: the rest is for
 * whoever else works in it, the services' own scaling included. Calls wait for their turn.
 */
final class Pace {
  /**
   * The longest wait. With a call's own bound it must stay below a lease's term, so that an effect
   * never goes out after the lease it was decided under.
   */
  static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private static final double NANOS = 1e9;

  private final double share;
  private final Time time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Level> levels = new HashMap<>();

  /**
   * A pace.
   *
   * @param share of the limits, above 0 and at most 1; 0 for no pace at all
   */
  Pace(double share, Time time) {
    this.share = share;
    this.time = time;
  }

  /** How full a bucket was at an instant; below 0 while calls wait for their turn. */
  private record Level(double tokens, Instant at) {}

  /** Returns when the call may go out. */
  void take(String region, String service, String operation) {
    if (share == 0) {
      return;
    }
    Instant turn = reserve(region, Limits.of(service, operation), operation);
    try {
      if (turn.isAfter(time.now())) {
        time.sleepUntil(turn);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new Refusal(Failure.Kind.THROTTLED, operation + " was not sent: asked to stop");
    }
  }

  /**
   * How much of the bucket is left: 1 when it is full, below 0 while calls wait for their turn.
   * Whoever can do without a call asks this first.
   */
  double left(String region, String service, String operation) {
    if (share == 0) {
      return 1;
    }
    Limits limits = Limits.of(service, operation);
    lock.lock();
    try {
      double burst = burst(limits);
      return tokens(region, limits, time.now()) / burst;
    } finally {
      lock.unlock();
    }
  }

  /** Calls of an operation and its family that may go out in a second, for ever. */
  double perSecond(String service, String operation) {
    return share == 0 ? Double.MAX_VALUE : Limits.of(service, operation).perSecond() * share;
  }

  /** A bucket below one token would never let anything out at once. */
  private double burst(Limits limits) {
    return Math.max(1, limits.burst() * share);
  }

  private double tokens(String region, Limits limits, Instant now) {
    Level last = levels.getOrDefault(key(region, limits), new Level(burst(limits), now));
    double seconds = Math.max(0, Duration.between(last.at(), now).toNanos() / NANOS);
    return Math.min(burst(limits), last.tokens() + seconds * limits.perSecond() * share);
  }

  private static String key(String region, Limits limits) {
    return region + "/" + limits.family();
  }

  private Instant reserve(String region, Limits limits, String operation) {
    double perSecond = limits.perSecond() * share;
    lock.lock();
    try {
      Instant now = time.now();
      double left = tokens(region, limits, now) - 1;
      Duration wait = Duration.ofNanos((long) (Math.max(0, -left) / perSecond * NANOS));
      if (wait.compareTo(WAIT_MAX) > 0) {
        throw new Refusal(
            Failure.Kind.THROTTLED,
            ("%s was not sent: its turn in region %s is in %s s, the longest wait is"
                    + " %s s; fewer fleets at once, or a larger share of the account's limits")
                .formatted(operation, region, wait.toSeconds(), WAIT_MAX.toSeconds()));
      }
      levels.put(key(region, limits), new Level(left, now));
      return now.plus(wait);
    } finally {
      lock.unlock();
    }
  }
}
