package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.watch.Alarms;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A region's Auto Scaling groups and what belongs to them. */
public final class Scaling {
  /** How often every group compares what it has with what it should have. */
  private static final Duration TICK = Duration.ofSeconds(10);

  private static final int START_MILLIS_MAX = 3_000;

  /** Enough for any rollout; AWS keeps six weeks. */
  private static final int ACTIVITIES_MAX = 1_000;

  private final TwinRegion region;
  private final Table<Group> groups;
  private final Table<Member> members;
  private final Table<Hook> hooks;
  private final Table<Policy> policies;
  private final Table<Scheduled> schedules;
  private final Table<ExtraCalls.Notification> notifications;
  private final Table<RefreshCalls.Refresh> refreshes;
  private final Map<String, List<Activity>> activities = new TreeMap<>();
  private final Reconciler reconciler;
  private boolean ticking;

  public Scaling(TwinRegion region) {
    this.region = region;
    this.groups = new Table<>(region.clock());
    this.members = new Table<>(region.clock());
    this.hooks = new Table<>(region.clock());
    this.policies = new Table<>(region.clock());
    this.schedules = new Table<>(region.clock());
    this.notifications = new Table<>(region.clock());
    this.refreshes = new Table<>(region.clock());
    this.reconciler = new Reconciler(this);
  }

  TwinRegion region() {
    return region;
  }

  Instant now() {
    return region.clock().now();
  }

  Table<Group> groups() {
    return groups;
  }

  Table<Hook> hooks() {
    return hooks;
  }

  Table<Policy> policies() {
    return policies;
  }

  Table<Scheduled> schedules() {
    return schedules;
  }

  Table<ExtraCalls.Notification> notifications() {
    return notifications;
  }

  Table<RefreshCalls.Refresh> refreshes() {
    return refreshes;
  }

  Reconciler reconciler() {
    return reconciler;
  }

  /** A key for what has a name inside of a group; names of groups have no colon. */
  static String key(String group, String name) {
    return group + ":" + name;
  }

  /** The names of all groups. */
  public List<String> groupNames() {
    return region.cloud().guarded(() -> List.copyOf(groups.ids()));
  }

  /** The machines of a group in service. */
  public List<String> inService(String group) {
    return region
        .cloud()
        .guarded(
            () ->
                membersOf(group, now()).stream()
                    .filter(member -> member.state() == Member.State.IN_SERVICE)
                    .map(Member::machineId)
                    .toList());
  }

  /** The names of all policies and scheduled actions, each after its group's. */
  public List<String> extras() {
    return region
        .cloud()
        .guarded(
            () -> {
              List<String> names = new ArrayList<>(policies.ids());
              names.addAll(schedules.ids());
              return names;
            });
  }

  /** Changes a group's desired capacity as somebody else would. */
  public void desire(String group, int desired) {
    region
        .cloud()
        .guarded(
            () -> {
              groups.update(group, g -> g.sized(g.min(), g.max(), desired));
              soon(group);
              return group;
            });
  }

  Group group(String name) {
    Group group =
        groups
            .get(name)
            .orElseThrow(
                () ->
                    new TwinException(
                        "ValidationError",
                        "AutoScalingGroup name not found - AutoScalingGroup: "
                            + name
                            + " not found"));
    if (group.deleting()) {
      throw new TwinException("ValidationError", "AutoScalingGroup " + name + " is pending delete");
    }
    return group;
  }

  // Machines.

  List<Member> membersOf(String group, Instant asOf) {
    return members.under(group + ":", asOf);
  }

  List<Member> allMembers(Instant asOf) {
    return members.all(asOf);
  }

  Optional<Member> member(String group, String machineId) {
    return members.get(key(group, machineId));
  }

  /** The member that this machine is, or the refusal of a machine that is none. */
  Member memberOf(String machineId) {
    return members.all().stream()
        .filter(member -> member.machineId().equals(machineId))
        .findFirst()
        .orElseThrow(
            () ->
                new TwinException(
                    "ValidationError", "Instance Id not found - No managed instance " + machineId));
  }

  void put(Member member) {
    members.put(key(member.group(), member.machineId()), member);
  }

  void forget(Member member) {
    members.remove(key(member.group(), member.machineId()));
  }

  // Activities.

  /** Starts one. */
  String begin(String group, String description, String cause) {
    return note(
        new Activity(
            region.ids().uuid(),
            group,
            description,
            cause,
            now(),
            Optional.empty(),
            Activity.IN_PROGRESS,
            Optional.empty()));
  }

  /** Adds one. */
  private String note(Activity activity) {
    List<Activity> list = activities.computeIfAbsent(activity.group(), g -> new ArrayList<>());
    if (list.size() >= ACTIVITIES_MAX) {
      list.remove(0);
    }
    list.add(activity);
    return activity.id();
  }

  void shows(String group, String id, String status) {
    replace(group, id, activity -> activity.shows(status));
  }

  void ended(String group, String id, String status, Optional<String> why) {
    replace(group, id, activity -> activity.ended(status, now(), why));
  }

  private void replace(String group, String id, UnaryOperator<Activity> change) {
    activities
        .getOrDefault(group, List.of())
        .replaceAll(activity -> activity.id().equals(id) ? change.apply(activity) : activity);
  }

  /** The newest first, as the API lists them. */
  List<Activity> activitiesOf(String group) {
    List<Activity> newest = new ArrayList<>(activities.getOrDefault(group, List.of()));
    Collections.reverse(newest);
    return newest;
  }

  // Time.

  /** Lets the group act in a moment, and from time to time from now on. */
  void soon(String group) {
    Duration moment = Duration.ofMillis(500L + region.random().nextInt(START_MILLIS_MAX));
    region.clock().after(moment, () -> reconciler.reconcile(group));
    if (!ticking) {
      ticking = true;
      region.clock().after(TICK, this::tick);
    }
  }

  private void tick() {
    groups.ids().forEach(reconciler::reconcile);
    ticking = !groups.ids().isEmpty();
    if (ticking) {
      region.clock().after(TICK, this::tick);
    }
  }

  /** Removes the group and all that belongs to it. */
  void vanish(String name) {
    String start = key(name, "");
    policies.under(start, now()).forEach(this::removePolicy);
    schedules.under(start, now()).forEach(one -> schedules.remove(key(name, one.name())));
    notifications.under(start, now()).forEach(one -> notifications.remove(key(name, one.topic())));
    refreshes.under(start, now()).forEach(one -> refreshes.remove(key(name, one.id())));
    hooks.under(start, now()).forEach(hook -> hooks.remove(key(name, hook.name())));
    membersOf(name, now()).forEach(this::forget);
    activities.remove(name);
    groups.remove(name);
  }

  void removePolicy(Policy policy) {
    policy.alarms().forEach(region.part(Alarms.class)::remove);
    policies.remove(key(policy.group(), policy.name()));
  }
}
