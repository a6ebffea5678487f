package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.machine.MachineSpec;
import com.pharmaserv.repave.local.machine.Zones;
import com.pharmaserv.repave.local.server.Member.Phase;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Keeps one generation at its desired count, spread over its zones. Tended by the loop only. */
final class GroupKeeper {
  /** The names of Auto Scaling for what a group does by itself; others mean nothing here. */
  private static final String LAUNCH = "Launch";

  private static final String TERMINATE = "Terminate";
  private static final String REPLACE_UNHEALTHY = "ReplaceUnhealthy";

  /** A machine that ends earlier than this failed to start, in effect. */
  private static final Duration SOUND_AGE = Duration.ofSeconds(10);

  private static final Duration BACKOFF_FIRST = Duration.ofMillis(200);

  /** Long enough to leave the machine alone, short enough to be back soon after a repair. */
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);

  private static final int FAILURES_MAX = 10;

  private final Pool pool;
  private final MachineWorks works;
  private final List<Member> members = new ArrayList<>();
  private int failures;
  private Instant notBefore = Instant.MIN;
  private Optional<String> trouble = Optional.empty();

  GroupKeeper(Pool pool, MachineWorks works) {
    this.pool = pool;
    this.works = works;
  }

  /** Brings the machines a step closer to what is wanted; answers the group with its new count. */
  Group tick(Instant now, Group group, List<String> zones) {
    boolean replace = !group.settings().suspended().contains(REPLACE_UNHEALTHY);
    for (Member member : members) {
      member.tick(now, replace).ifPresent(reason -> failed(member, reason, now));
    }
    members.stream().filter(m -> m.phase() == Phase.ENDED).forEach(works::clear);
    members.removeIf(member -> member.phase() == Phase.ENDED);
    List<Member> staying = members.stream().filter(member -> !member.leaving()).toList();
    int missing = group.desired() - staying.size();
    if (missing < 0 && !group.settings().suspended().contains(TERMINATE)) {
      release(now, zones, staying, -missing);
    }
    boolean launches = !group.settings().suspended().contains(LAUNCH) && !now.isBefore(notBefore);
    Group grown = missing > 0 && launches ? grow(now, group, zones, missing) : group;
    for (Member member : members) {
      if (member.phase() == Phase.QUEUED && works.mayBoot()) {
        member.start(works.start(member.spec()), now);
      }
    }
    settle(group, staying);
    return grown;
  }

  /** The machine in service of that name; refused if there is none. */
  Member inService(String machine) throws ProviderException {
    Member found =
        members.stream()
            .filter(member -> member.spec().id().equals(machine))
            .findFirst()
            .orElseThrow(
                () ->
                    new ProviderException(
                        Failure.Kind.GONE, "there is no machine '%s'".formatted(machine)));
    if (found.phase() != Phase.SERVING) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "machine '%s' is %s, not in service"
              .formatted(machine, found.phase().name().toLowerCase(Locale.ROOT)));
    }
    return found;
  }

  /** Keeps the machine in service of that name apart. */
  void quarantine(Quarantine action, Instant now) throws ProviderException {
    Quarantined why =
        new Quarantined(
            action.machine(),
            action.generation(),
            Optional.of(now),
            Optional.of(action.by()),
            action.reason());
    Member member = inService(action.machine());
    try {
      member.quarantine(why, now);
      members.remove(member);
      works.clear(member);
    } catch (IOException e) {
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME,
          "machine '%s' serves on, because its folder cannot be marked: %s; make room or make it writable, then try again"
              .formatted(action.machine(), Durable.reason(e)),
          e);
    }
  }

  boolean empty() {
    return members.isEmpty();
  }

  int booting(Instant now) {
    return (int) members.stream().filter(member -> member.boots(now)).count();
  }

  int size() {
    return members.size();
  }

  /** Ends all machines without draining them: the whole cloud goes. */
  void stop(Instant now) {
    members.forEach(member -> member.stop(now));
    members.forEach(member -> member.tick(now, false));
    members.stream().filter(m -> m.phase() == Phase.ENDED).forEach(works::clear);
    members.removeIf(member -> member.phase() == Phase.ENDED);
  }

  void kill() {
    members.forEach(Member::kill);
  }

  void boundLogs() {
    members.forEach(works::boundLog);
  }

  Generation view(Group group) {
    List<Machine> machines = members.stream().map(Member::view).toList();
    return new Generation(
        group.id(),
        group.slot(),
        group.image(),
        group.desired(),
        group.settings(),
        machines,
        members.stream().mapToInt(Member::openRequests).sum(),
        trouble,
        group.rollout());
  }

  private Group grow(Instant now, Group group, List<String> zones, int missing) {
    int made = group.made();
    for (int i = 0; i < missing; i++) {
      made++;
      String zone = Zones.fewest(zones, zonesOf(members));
      MachineSpec spec =
          new MachineSpec(group.id().fleet(), group.id() + "-m" + made, zone, group.image());
      members.add(new Member(spec, pool, now));
    }
    return group.withMade(made);
  }

  /** Takes machines that serve least first, then from the fullest zone, the newest first. */
  private static void release(Instant now, List<String> zones, List<Member> staying, int count) {
    List<Member> left = new ArrayList<>(staying);
    for (int i = 0; i < count; i++) {
      Phase least =
          left.stream().map(Member::phase).min(Comparator.naturalOrder()).orElse(Phase.SERVING);
      List<Member> candidates = left.stream().filter(m -> m.phase() == least).toList();
      String zone = Zones.most(zones, zonesOf(candidates));
      Member victim = null;
      for (Member candidate : candidates) {
        victim = candidate.spec().zone().equals(zone) ? candidate : victim;
      }
      if (victim == null) {
        return;
      }
      victim.leave(now);
      left.remove(victim);
    }
  }

  private void failed(Member member, String reason, Instant now) {
    trouble = Optional.of(reason);
    works.log(reason);
    if (member.age(now).compareTo(SOUND_AGE) >= 0) {
      // It had worked: its replacement deserves to be started at once.
      failures = 0;
      notBefore = now;
      return;
    }
    failures = Math.min(failures + 1, FAILURES_MAX);
    Duration delay = BACKOFF_FIRST.multipliedBy(1L << (failures - 1));
    notBefore = now.plus(delay.compareTo(BACKOFF_MAX) < 0 ? delay : BACKOFF_MAX);
  }

  /** Trouble is over when all are in service; it is forgotten when they have stayed so. */
  private void settle(Group group, List<Member> staying) {
    boolean complete =
        staying.size() == group.desired()
            && staying.stream().allMatch(member -> member.phase() == Phase.SERVING);
    if (complete) {
      trouble = Optional.empty();
      if (staying.stream().allMatch(m -> m.age(works.now()).compareTo(SOUND_AGE) >= 0)) {
        failures = 0;
      }
    }
  }

  private static List<String> zonesOf(List<Member> some) {
    return some.stream().filter(m -> !m.leaving()).map(m -> m.spec().zone()).toList();
  }
}
