package com.pharmaserv.repave.aws.twin.compute;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/**
 * An EC2 instance of the double.
 *
 * @param instance without its tags
 * @param reservationId of the call that launched it
 * @param runningSince empty while it does not run
 */
record Server(Instance instance, String reservationId, Optional<Instant> runningSince) {
  String id() {
    return instance.instanceId();
  }

  InstanceStateName state() {
    return instance.state().name();
  }

  boolean is(InstanceStateName name) {
    return state() == name;
  }

  /** Whether it counts as a running On-Demand machine. */
  boolean counts() {
    return is(InstanceStateName.PENDING) || is(InstanceStateName.RUNNING);
  }

  boolean ended() {
    return is(InstanceStateName.SHUTTING_DOWN) || is(InstanceStateName.TERMINATED);
  }
}
