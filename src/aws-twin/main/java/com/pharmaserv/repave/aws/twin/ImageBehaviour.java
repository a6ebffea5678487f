package com.pharmaserv.repave.aws.twin;

import java.time.Duration;

/**
 * How machines of an image behave.
 *
 * @param boots whether the machine ever becomes ready; if not, EC2's status checks fail as well
 * @param healthy whether the application's health check passes once it is up
 * @param startUp from the machine in service until the application answers
 * @param errors the share of requests answered with a 5xx, from 0 to 1
 * @param refused the share of requests whose connection fails, from 0 to 1
 * @param latency of a typical request; the slowest of a hundred take four times as long
 */
public record ImageBehaviour(
    boolean boots,
    boolean healthy,
    Duration startUp,
    double errors,
    double refused,
    Duration latency) {
  public static final ImageBehaviour GOOD =
      new ImageBehaviour(true, true, Duration.ofSeconds(8), 0, 0, Duration.ofMillis(20));

  public ImageBehaviour {
    if (errors < 0 || refused < 0 || errors + refused > 1) {
      throw new IllegalArgumentException("shares " + errors + " and " + refused + ", from 0 to 1");
    }
  }

  public ImageBehaviour notBooting() {
    return new ImageBehaviour(false, false, startUp, errors, refused, latency);
  }

  /** Boots, yet never passes a health check. */
  public ImageBehaviour failingChecks() {
    return new ImageBehaviour(boots, false, startUp, errors, refused, latency);
  }

  public ImageBehaviour withErrors(double share) {
    return new ImageBehaviour(boots, healthy, startUp, share, refused, latency);
  }

  public ImageBehaviour withRefused(double share) {
    return new ImageBehaviour(boots, healthy, startUp, errors, share, latency);
  }

  public ImageBehaviour withLatency(Duration typical) {
    return new ImageBehaviour(boots, healthy, startUp, errors, refused, typical);
  }

  public ImageBehaviour withStartUp(Duration span) {
    return new ImageBehaviour(boots, healthy, span, errors, refused, latency);
  }
}
