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
 */
public record SimImage(
    Duration boot,
    Duration warmUp,
    boolean healthy,
    boolean probe,
    double errorPercent,
    Duration p99) {
  /** An image without a fault. */
  public static final SimImage GOOD =
      new SimImage(
          Duration.ofSeconds(4), Duration.ofSeconds(3), true, true, 0, Duration.ofMillis(20));
}
