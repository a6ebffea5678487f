package com.pharmaserv.repave.sim;

import java.time.Duration;

/**
 * What is true of an image, whether its checks found it or not.
 *
 * @param boot from launch to in service
 * @param warmUp from in service to healthy
 * @param healthy whether its machines ever become healthy
 * @param probe whether it answers well through the test route
 * @param errorPercent share of production requests that it fails
 * @param p99 its 99th percentile latency
 * @param alarming whether it sets off every alarm once it takes traffic
 * @param passing whether commands of gates succeed on it
 */
public record SimImage(
    Duration boot,
    Duration warmUp,
    boolean healthy,
    boolean probe,
    double errorPercent,
    Duration p99,
    boolean alarming,
    boolean passing) {
  /** An image without a fault. */
  public static final SimImage GOOD =
      new SimImage(
          Duration.ofSeconds(4), Duration.ofSeconds(3), true, true, 0, Duration.ofMillis(20));

  /** An image that neither sets off alarms nor fails commands. */
  public SimImage(
      Duration boot,
      Duration warmUp,
      boolean healthy,
      boolean probe,
      double errorPercent,
      Duration p99) {
    this(boot, warmUp, healthy, probe, errorPercent, p99, false, true);
  }

  /** Whether nothing is wrong with it that a gate or a check could find. */
  boolean faultless() {
    return healthy
        && probe
        && passing
        && !alarming
        && errorPercent == 0
        && p99.compareTo(GOOD.p99()) <= 0;
  }

  /** The same image, which sets off alarms. */
  public SimImage alarmed() {
    return new SimImage(boot, warmUp, healthy, probe, errorPercent, p99, true, passing);
  }

  /** The same image, on which commands fail. */
  public SimImage failing() {
    return new SimImage(boot, warmUp, healthy, probe, errorPercent, p99, alarming, false);
  }
}
