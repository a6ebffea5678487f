package com.pharmaserv.repave.aws.twin.scaling;

import java.time.Instant;
import java.util.Optional;

/**
 * A scaling activity.
 *
 * @param status as the API names it: InProgress, WaitingForELBConnectionDraining, Successful or
 *     Failed
 * @param message why it failed
 */
record Activity(
    String id,
    String group,
    String description,
    String cause,
    Instant startedAt,
    Optional<Instant> endedAt,
    String status,
    Optional<String> message) {
  static final String IN_PROGRESS = "InProgress";
  static final String DRAINING = "WaitingForELBConnectionDraining";
  static final String SUCCESSFUL = "Successful";
  static final String FAILED = "Failed";

  boolean open() {
    return endedAt.isEmpty();
  }

  Activity shows(String newStatus) {
    return new Activity(id, group, description, cause, startedAt, endedAt, newStatus, message);
  }

  Activity ended(String newStatus, Instant at, Optional<String> why) {
    return new Activity(id, group, description, cause, startedAt, Optional.of(at), newStatus, why);
  }
}
