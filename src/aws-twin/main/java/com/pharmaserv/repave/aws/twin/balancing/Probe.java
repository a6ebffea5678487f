package com.pharmaserv.repave.aws.twin.balancing;

import java.time.Duration;
import java.util.Optional;

/**
 * What one request got.
 *
 * @param status of HTTP: 502 if the target did not answer, 503 if there was no target
 * @param groupArn the target group it was sent to
 * @param machineId the machine that it was sent to
 * @param imageId that machine's image
 */
public record Probe(
    int status,
    Optional<String> groupArn,
    Optional<String> machineId,
    Optional<String> imageId,
    Duration latency) {
  static Probe without(int status, Optional<String> groupArn) {
    return new Probe(status, groupArn, Optional.empty(), Optional.empty(), Duration.ZERO);
  }
}
