package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Machine;
import com.pharmaserv.repave.aws.twin.balancing.Balancing;
import com.pharmaserv.repave.aws.twin.balancing.Target.Health;
import com.pharmaserv.repave.aws.twin.scaling.Member.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a group does by itself: judges its machines, replaces, launches and ends them. */
final class Reconciler {
  private static final String ALL_PROTECTED =
      "Could not scale to desired capacity because all remaining instances are protected from"
          + " scale in.";

  private final Scaling scaling;
  private final Launcher launcher;
  private final Ender ender;

  Reconciler(Scaling scaling) {
    this.scaling = scaling;
    this.ender = new Ender(scaling);
    this.launcher = new Launcher(scaling, ender);
  }

  Launcher launcher() {
    return launcher;
  }

  Ender ender() {
    return ender;
  }

  void reconcile(String name) {
    Optional<Group> found = scaling.groups().get(name).filter(group -> !group.deleting());
    if (found.isEmpty()) {
      return;
    }
    Group group = found.get();
    judge(group);
    replaceUnhealthy(group);
    int missing = group.desired() - counting(name).size();
    if (missing > 0 && group.does(GroupProcess.LAUNCH)) {
      launcher.launch(group, missing);
    } else if (missing < 0 && group.does(GroupProcess.TERMINATE)) {
      scaleIn(group, -missing);
    } else if (missing == 0) {
      rebalance(group);
    }
  }

  private List<Member> counting(String group) {
    return scaling.membersOf(group, scaling.now()).stream().filter(Member::counts).toList();
  }

  /** User guide, "Health checks for instances in an Auto Scaling group". */
  private void judge(Group group) {
    if (!group.does(GroupProcess.HEALTH_CHECK)) {
      return;
    }
    for (Member member : counting(group.name())) {
      if (member.healthy() && isSick(group, member)) {
        scaling.put(member.unhealthy());
      }
    }
  }

  private boolean isSick(Group group, Member member) {
    Optional<Machine> machine = scaling.region().machines().machine(member.machineId());
    // "Any state other than running" counts at once, within the grace period as well.
    if (machine.isEmpty() || machine.get().ended() || machine.get().state().startsWith("stop")) {
      return true;
    }
    Optional<Instant> trusted =
        member.inServiceAt().map(at -> at.plusSeconds(group.settings().graceSeconds()));
    if (trusted.isEmpty() || scaling.now().isBefore(trusted.get())) {
      return false;
    }
    return machine.get().impaired()
        || (group.settings().trustsBalancer()
            && group.targetGroups().stream().anyMatch(arn -> balancerSaysSick(arn, member)));
  }

  /** Only once the attachment is in service: "at least one registered instance passed". */
  private boolean balancerSaysSick(String groupArn, Member member) {
    Balancing balancing = scaling.region().part(Balancing.class);
    Optional<Health> health = balancing.health(groupArn, member.machineId());
    return balancing.everHealthy(groupArn) && health.equals(Optional.of(Health.UNHEALTHY));
  }

  private void replaceUnhealthy(Group group) {
    // User guide, "Suspend and resume": replacing needs Launch and Terminate as well.
    if (!group.does(GroupProcess.REPLACE_UNHEALTHY)
        || !group.does(GroupProcess.LAUNCH)
        || !group.does(GroupProcess.TERMINATE)) {
      return;
    }
    for (Member member : counting(group.name())) {
      if (!member.healthy()) {
        ender.end(
            group,
            member,
            "an instance was taken out of service in response to a health" + " check failure");
      }
    }
  }

  /** Default termination policy: the zone with most machines, there the oldest. */
  private void scaleIn(Group group, int count) {
    for (int i = 0; i < count; i++) {
      List<Member> members = counting(group.name());
      Map<String, Long> perZone = perZone(members);
      Optional<Member> chosen =
          members.stream()
              .filter(member -> !member.isProtected())
              .min(
                  Comparator.comparingLong((Member m) -> -perZone.getOrDefault(m.zone(), 0L))
                      .thenComparing(Member::zone)
                      .thenComparing(Member::launchedAt)
                      .thenComparing(Member::machineId));
      if (chosen.isEmpty()) {
        noteProtected(group);
        return;
      }
      ender.end(
          group,
          chosen.get(),
          "an instance was taken out of service in response to a difference between desired and"
              + " actual capacity");
    }
  }

  /**
   * User guide, "Use instance scale-in protection", for the message; that such an activity shows as
   * cancelled is what people report. Once for as long as nothing else happens.
   */
  private void noteProtected(Group group) {
    boolean noted =
        scaling.activitiesOf(group.name()).stream()
            .findFirst()
            .filter(latest -> latest.message().equals(Optional.of(ALL_PROTECTED)))
            .isPresent();
    if (!noted) {
      String id =
          scaling.begin(
              group.name(),
              "Terminating EC2 instance",
              "At "
                  + scaling.now()
                  + " there was a difference between desired and actual capacity.");
      scaling.ended(group.name(), id, "Cancelled", Optional.of(ALL_PROTECTED));
    }
  }

  static Map<String, Long> perZone(List<Member> members) {
    return members.stream().collect(Collectors.groupingBy(Member::zone, Collectors.counting()));
  }

  /**
   * User guide, "Rebalancing activities": launches in the zone with fewer before ending in the zone
   * with more, which may exceed the maximum by one for a moment.
   */
  private void rebalance(Group group) {
    List<Member> members = counting(group.name());
    boolean isStill = members.stream().allMatch(member -> member.state() == State.IN_SERVICE);
    boolean allowed =
        group.does(GroupProcess.AZ_REBALANCE)
            && group.does(GroupProcess.LAUNCH)
            && group.does(GroupProcess.TERMINATE);
    Map<String, Long> perZone = perZone(members);
    if (!isStill || !allowed || perZone.isEmpty()) {
      return;
    }
    List<String> zones = launcher.zonesOf(group);
    long least = zones.stream().mapToLong(zone -> perZone.getOrDefault(zone, 0L)).min().orElse(0);
    long most = zones.stream().mapToLong(zone -> perZone.getOrDefault(zone, 0L)).max().orElse(0);
    if (most - least > 1) {
      zones.stream()
          .filter(zone -> perZone.getOrDefault(zone, 0L) == least)
          .findFirst()
          .ifPresent(zone -> launcher.launchOnlyIn(group, zone));
    }
  }
}
