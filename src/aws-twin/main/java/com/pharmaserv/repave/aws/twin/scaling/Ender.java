package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Machine;
import com.pharmaserv.repave.aws.twin.balancing.Balancing;
import com.pharmaserv.repave.aws.twin.balancing.Target.Health;
import com.pharmaserv.repave.aws.twin.scaling.Member.State;
import java.time.Duration;
import java.util.Optional;

/** Ends a group's machines: out of the load balancer, drained, hooked, terminated. */
final class Ender {
  private static final Duration TERMINATION_MIN = Duration.ofSeconds(5);
  private static final Duration TERMINATION_MAX = Duration.ofSeconds(20);

  /** How often a draining machine is looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Scaling scaling;

  Ender(Scaling scaling) {
    this.scaling = scaling;
  }

  void end(Group group, Member member, String cause) {
    if (member.ending()) {
      return;
    }
    if (member.inServiceAt().isEmpty()) {
      scaling.ended(
          group.name(),
          member.activity(),
          "Cancelled",
          Optional.of("Instance " + member.machineId() + " did not come into service."));
    }
    String activity =
        scaling.begin(
            group.name(),
            "Terminating EC2 instance: " + member.machineId(),
            "At " + scaling.now() + " " + cause + ".");
    Member ending = member.ending(activity);
    scaling.put(ending);
    Balancing balancing = scaling.region().part(Balancing.class);
    for (String arn : group.targetGroups()) {
      if (balancing.hasGroup(arn)) {
        balancing.deregister(arn, member.machineId());
      }
    }
    if (drains(group, ending)) {
      scaling.shows(group.name(), activity, Activity.DRAINING);
    }
    drained(group, ending);
  }

  /** User guide: "waits for the connections to drain before terminating". */
  private void drained(Group group, Member member) {
    if (drains(group, member)) {
      scaling.region().clock().after(LOOK, () -> drained(group, member));
      return;
    }
    Optional<Hook> hook =
        scaling.hooks().under(Scaling.key(group.name(), ""), scaling.now()).stream()
            .filter(one -> !one.onLaunch())
            .findFirst();
    if (hook.isEmpty() || !isAlive(member)) {
      terminate(member);
      return;
    }
    Member waiting = member.in(State.TERMINATING_WAIT);
    scaling.put(waiting);
    // Either result of a termination hook lets the termination go on.
    scaling
        .region()
        .clock()
        .after(Duration.ofSeconds(hook.get().heartbeatSeconds()), () -> answered(waiting));
  }

  private boolean drains(Group group, Member member) {
    Balancing balancing = scaling.region().part(Balancing.class);
    return isAlive(member)
        && group.targetGroups().stream()
            .flatMap(arn -> balancing.health(arn, member.machineId()).stream())
            .anyMatch(health -> health == Health.DRAINING);
  }

  private boolean isAlive(Member member) {
    return scaling
        .region()
        .machines()
        .machine(member.machineId())
        .filter(Machine::running)
        .isPresent();
  }

  /** A termination hook was answered, or ran out of time. */
  void answered(Member waiting) {
    scaling
        .member(waiting.group(), waiting.machineId())
        .filter(member -> member.state() == State.TERMINATING_WAIT)
        .ifPresent(this::terminate);
  }

  private void terminate(Member member) {
    // A deletion by force may have been quicker.
    if (scaling.member(member.group(), member.machineId()).isEmpty()) {
      return;
    }
    scaling.put(member.in(State.TERMINATING));
    scaling.region().machines().terminate(member.machineId());
    scaling
        .region()
        .clock()
        .after(
            scaling.region().between(TERMINATION_MIN, TERMINATION_MAX),
            () -> {
              scaling.forget(member);
              scaling.ended(
                  member.group(), member.activity(), Activity.SUCCESSFUL, Optional.empty());
            });
  }

  /**
   * Auto Scaling API reference, DeleteAutoScalingGroup: ForceDelete does not wait, and runs no
   * termination hooks.
   */
  void force(Group group) {
    Balancing balancing = scaling.region().part(Balancing.class);
    for (Member member : scaling.membersOf(group.name(), scaling.now())) {
      group.targetGroups().stream()
          .filter(balancing::hasGroup)
          .forEach(arn -> balancing.deregister(arn, member.machineId()));
      scaling.region().machines().terminate(member.machineId());
    }
  }
}
