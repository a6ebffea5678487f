package com.pharmaserv.repave.aws.twin.balancing;

import java.time.Instant;

/**
 * A machine in a target group.
 *
 * @param run consecutive checks with the other result than the present health
 * @param since when it got this health
 */
public record Target(
    String groupArn,
    String machineId,
    int port,
    Health health,
    int run,
    Instant since,
    Instant registeredAt) {
  /** ELBv2 API reference, TargetHealth. */
  public enum Health {
    INITIAL("initial", "Elb.InitialHealthChecking", "Initial health checks in progress"),
    HEALTHY("healthy", "", ""),
    UNHEALTHY("unhealthy", "Target.FailedHealthChecks", "Health checks failed"),
    DRAINING("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"),
    STOPPED("unused", "Target.InvalidState", "Target is in the stopped or terminated state"),
    NOT_IN_USE(
        "unused",
        "Target.NotInUse",
        "Target group is not configured to receive traffic from the load balancer"),
    NOT_REGISTERED(
        "unused", "Target.NotRegistered", "Target is not registered to the target group");

    private final String state;
    private final String reason;
    private final String text;

    Health(String state, String reason, String text) {
      this.state = state;
      this.reason = reason;
      this.text = text;
    }

    public String state() {
      return state;
    }

    String reason() {
      return reason;
    }

    String text() {
      return text;
    }
  }

  Target turned(Health next, Instant at) {
    return next == health && run == 0
        ? this
        : new Target(groupArn, machineId, port, next, 0, next == health ? since : at, registeredAt);
  }

  Target counting(int contrary) {
    return new Target(groupArn, machineId, port, health, contrary, since, registeredAt);
  }
}
