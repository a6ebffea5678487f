package com.pharmaserv.repave.aws.twin;

import java.time.Instant;
import java.util.Map;

/**
 * An EC2 instance, as far as other services care.
 *
 * @param state EC2's name: pending, running, shutting-down, terminated, stopping, stopped
 * @param impaired whether EC2's status checks fail
 */
public record Machine(
    String id,
    String imageId,
    String type,
    String subnetId,
    String vpcId,
    String zone,
    String privateIp,
    String state,
    boolean impaired,
    Instant launchedAt,
    Map<String, String> tags) {
  public Machine {
    tags = Map.copyOf(tags);
  }

  public boolean running() {
    return state.equals("running");
  }

  /** Terminated, or on the way there. */
  public boolean ended() {
    return state.equals("shutting-down") || state.equals("terminated");
  }
}
