package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Machines.Template;
import java.time.Instant;
import java.util.Optional;

/**
 * A machine of a group.
 *
 * @param activity the activity that launched or is ending it
 * @param inServiceAt empty while it is pending
 */
record Member(
    String machineId,
    String group,
    String zone,
    Template template,
    State state,
    boolean healthy,
    boolean isProtected,
    Instant launchedAt,
    Optional<Instant> inServiceAt,
    String activity) {
  /** Auto Scaling user guide, "Instance lifecycle". */
  enum State {
    PENDING("Pending"),
    PENDING_WAIT("Pending:Wait"),
    IN_SERVICE("InService"),
    TERMINATING("Terminating"),
    TERMINATING_WAIT("Terminating:Wait"),
    ENTERING_STANDBY("EnteringStandby"),
    STANDBY("Standby");

    private final String text;

    State(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Whether it counts towards the desired capacity. */
  boolean counts() {
    return state == State.PENDING || state == State.PENDING_WAIT || state == State.IN_SERVICE;
  }

  boolean ending() {
    return state == State.TERMINATING || state == State.TERMINATING_WAIT;
  }

  Member in(State next) {
    return new Member(
        machineId,
        group,
        zone,
        template,
        next,
        healthy,
        isProtected,
        launchedAt,
        inServiceAt,
        activity);
  }

  Member inService(Instant at) {
    return new Member(
        machineId,
        group,
        zone,
        template,
        State.IN_SERVICE,
        healthy,
        isProtected,
        launchedAt,
        Optional.of(at),
        activity);
  }

  Member unhealthy() {
    return new Member(
        machineId,
        group,
        zone,
        template,
        state,
        false,
        isProtected,
        launchedAt,
        inServiceAt,
        activity);
  }

  Member shielded(boolean on) {
    return new Member(
        machineId, group, zone, template, state, healthy, on, launchedAt, inServiceAt, activity);
  }

  Member ending(String by) {
    return new Member(
        machineId,
        group,
        zone,
        template,
        State.TERMINATING,
        healthy,
        isProtected,
        launchedAt,
        inServiceAt,
        by);
  }
}
