package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Machines;
import com.pharmaserv.repave.aws.twin.Machines.Template;
import com.pharmaserv.repave.aws.twin.balancing.Balancing;
import com.pharmaserv.repave.aws.twin.scaling.Group.Tag;
import com.pharmaserv.repave.aws.twin.scaling.Member.State;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Launches a group's machines, evenly over its zones. */
final class Launcher {
  private static final Duration BOOT_MIN = Duration.ofSeconds(20);
  private static final Duration BOOT_MAX = Duration.ofSeconds(60);

  /** After a failure in a zone the group tries others first, and that one again after a while. */
  private static final Duration PAUSE = Duration.ofSeconds(60);

  private final Scaling scaling;
  private final Ender ender;
  private final Map<String, Instant> paused = new HashMap<>();

  Launcher(Scaling scaling, Ender ender) {
    this.scaling = scaling;
    this.ender = ender;
  }

  /** The zones of the group's subnets, sorted. */
  List<String> zonesOf(Group group) {
    return group.subnets().stream()
        .flatMap(subnet -> machines().subnet(subnet).stream())
        .map(Machines.Subnet::zone)
        .distinct()
        .sorted()
        .toList();
  }

  private Machines machines() {
    return scaling.region().machines();
  }

  void launch(Group group, int count) {
    for (int i = 0; i < count; i++) {
      if (!launchOne(group)) {
        return;
      }
    }
  }

  /** In the zone with fewest machines; if that fails in the next, until one has room. */
  private boolean launchOne(Group group) {
    List<Member> members =
        scaling.membersOf(group.name(), scaling.now()).stream().filter(Member::counts).toList();
    Map<String, Long> perZone = Reconciler.perZone(members);
    List<String> zones = new ArrayList<>(zonesOf(group));
    zones.removeIf(zone -> isPaused(group, zone));
    zones.sort(
        Comparator.comparingLong((String zone) -> perZone.getOrDefault(zone, 0L))
            .thenComparing(Comparator.naturalOrder()));
    return zones.stream().anyMatch(zone -> launchIn(group, zone));
  }

  /** To rebalance: nowhere else will do. */
  void launchOnlyIn(Group group, String zone) {
    if (!isPaused(group, zone)) {
      launchIn(group, zone);
    }
  }

  private boolean isPaused(Group group, String zone) {
    Instant until = paused.get(Scaling.key(group.name(), zone));
    return until != null && scaling.now().isBefore(until);
  }

  private boolean launchIn(Group group, String zone) {
    String cause =
        "At "
            + scaling.now()
            + " an instance was started in response to a difference between desired and actual"
            + " capacity.";
    String activity = scaling.begin(group.name(), "Launching a new EC2 instance", cause);
    try {
      Template template =
          machines()
              .template(group.template().id(), group.template().version())
              .orElseThrow(
                  () ->
                      new TwinException(
                          "InvalidLaunchTemplateId.NotFound",
                          "The launch template version does not exist"));
      String subnet =
          group.subnets().stream()
              .filter(id -> machines().subnet(id).filter(s -> s.zone().equals(zone)).isPresent())
              .findFirst()
              .orElseThrow();
      String machine = machines().launch(template, subnet, tags(group, template));
      Member member =
          new Member(
              machine,
              group.name(),
              zone,
              template,
              State.PENDING,
              true,
              group.settings().protectsNew(),
              scaling.now(),
              Optional.empty(),
              activity);
      scaling.put(member);
      Duration boot = scaling.region().between(BOOT_MIN, BOOT_MAX);
      scaling.region().clock().after(boot, () -> booted(member));
      return true;
    } catch (TwinException refusal) {
      scaling.ended(
          group.name(),
          activity,
          Activity.FAILED,
          Optional.of(
              "Could not launch On-Demand Instances. "
                  + refusal.code()
                  + " - "
                  + refusal.text()
                  + " Launching EC2 instance failed."));
      paused.put(Scaling.key(group.name(), zone), scaling.now().plus(PAUSE));
      return false;
    }
  }

  /** User guide, "Tag Auto Scaling groups": what propagates, and the tags that AWS adds. */
  private static Map<String, String> tags(Group group, Template template) {
    Map<String, String> tags = new TreeMap<>();
    for (Tag tag : group.tags().values()) {
      if (tag.propagates()) {
        tags.put(tag.key(), tag.value());
      }
    }
    tags.put("aws:autoscaling:groupName", group.name());
    tags.put("aws:ec2launchtemplate:id", template.id());
    tags.put("aws:ec2launchtemplate:version", Long.toString(template.version()));
    return tags;
  }

  private void booted(Member launched) {
    Optional<Member> present =
        scaling
            .member(launched.group(), launched.machineId())
            .filter(member -> member.state() == State.PENDING);
    if (present.isEmpty()) {
      return;
    }
    Optional<Hook> hook = hook(launched.group(), true);
    if (hook.isEmpty()) {
      enterService(present.get());
      return;
    }
    Member waiting = present.get().in(State.PENDING_WAIT);
    scaling.put(waiting);
    scaling
        .region()
        .clock()
        .after(
            Duration.ofSeconds(hook.get().heartbeatSeconds()),
            () -> answered(waiting, hook.get().abandons()));
  }

  private Optional<Hook> hook(String group, boolean onLaunch) {
    return scaling.hooks().under(Scaling.key(group, ""), scaling.now()).stream()
        .filter(hook -> hook.onLaunch() == onLaunch)
        .findFirst();
  }

  /** A launch hook was answered, or ran out of time. */
  void answered(Member waiting, boolean abandoned) {
    Optional<Member> present =
        scaling
            .member(waiting.group(), waiting.machineId())
            .filter(member -> member.state() == State.PENDING_WAIT);
    if (present.isEmpty()) {
      return;
    }
    if (abandoned) {
      scaling
          .groups()
          .get(waiting.group())
          .ifPresent(
              group -> ender.end(group, present.get(), "the lifecycle hook's result was ABANDON"));
    } else {
      enterService(present.get());
    }
  }

  /** Also used when a machine comes back from standby. */
  void enterService(Member member) {
    scaling.put(member.inService(scaling.now()));
    scaling.ended(member.group(), member.activity(), Activity.SUCCESSFUL, Optional.empty());
    Optional<Group> group = scaling.groups().get(member.group());
    // User guide, "Suspend and resume": machines launched while AddToLoadBalancer is suspended are
    // not added later on either.
    if (group.isPresent() && group.get().does(GroupProcess.ADD_TO_LOAD_BALANCER)) {
      Balancing balancing = scaling.region().part(Balancing.class);
      group.get().targetGroups().stream()
          .filter(balancing::hasGroup)
          .forEach(arn -> balancing.register(arn, member.machineId()));
    }
  }
}
