package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A simulated group of machines: one generation. */
final class SimGroup {
  /** How long a stopping machine takes. */
  private static final Duration STOP = Duration.ofSeconds(2);

  final GenerationId id;
  final Optional<Slot> slot;
  final ImageId image;
  final RolloutId rollout;
  final SimImage truth;
  final List<SimMachine> machines = new ArrayList<>();
  final List<Instant> lost = new ArrayList<>();
  final NavigableMap<Instant, long[]> counted = new TreeMap<>();
  private final NavigableMap<Instant, Integer> sizes = new TreeMap<>();
  int desired;
  Settings settings;
  Optional<String> trouble = Optional.empty();

  /** Whether it has answered well through the test route, or carried traffic from the start. */
  boolean verified;

  private int launched;

  SimGroup(LaunchGeneration launch, SimImage truth) {
    this.id = launch.generation();
    this.slot = launch.slot();
    this.image = launch.image();
    this.rollout = launch.rollout();
    this.truth = truth;
    this.desired = launch.desired();
    this.settings = launch.settings();
  }

  Generation view(Instant now) {
    return new Generation(
        id,
        slot,
        image,
        desired,
        settings,
        machines.stream().map(m -> m.view(now)).toList(),
        0,
        trouble,
        rollout);
  }

  int serving(Instant now) {
    return (int) machines.stream().filter(m -> m.serves(now)).count();
  }

  /** Machines that serve or would but for a fault younger than {@code window}. */
  int charitablyServing(Instant now, Duration window) {
    long lately = lost.stream().filter(at -> at.plus(window).isAfter(now)).count();
    return (int) (machines.stream().filter(m -> m.wouldServe(now)).count() + lately);
  }

  /** The lowest size it was asked to have within the window. */
  int desiredLately(Instant now, Duration window) {
    Map.Entry<Instant, Integer> before = sizes.floorEntry(now.minus(window));
    int least = before == null ? desired : Math.min(desired, before.getValue());
    return sizes.tailMap(now.minus(window), true).values().stream()
        .mapToInt(Integer::intValue)
        .reduce(least, Math::min);
  }

  /** Launches what is missing, stops what is too many, forgets what has ended. */
  void tick(Instant now, World world) {
    if (sizes.isEmpty() || sizes.lastEntry().getValue() != desired) {
      sizes.put(now, desired);
    }
    machines.removeIf(m -> m.endsAt.isPresent() && !now.isBefore(m.endsAt.get()));
    lost.removeIf(at -> at.plus(Invariants.CHARITY).isBefore(now));
    List<SimMachine> living = machines.stream().filter(m -> !m.leaving()).toList();
    living.stream()
        .filter(m -> !m.protectedFromEnding)
        .skip(Math.max(0, desired - living.stream().filter(m -> m.protectedFromEnding).count()))
        .forEach(m -> m.endsAt = Optional.of(now.plus(STOP)));
    trouble = Optional.empty();
    for (int i = living.size(); i < desired; i++) {
      Optional<String> zone = emptiestZone(world);
      if (zone.isEmpty() || !world.hasCapacity()) {
        trouble = Optional.of("no capacity for " + (desired - i) + " machines of " + id);
        return;
      }
      launch(now, zone.get(), world);
    }
  }

  private void launch(Instant now, String zone, World world) {
    launched++;
    Duration slowness = world.slowness();
    Instant inService = now.plus(truth.boot()).plus(slowness);
    machines.add(
        new SimMachine(
            id + "-m" + launched,
            zone,
            truth.healthy(),
            inService,
            inService.plus(truth.warmUp())));
  }

  private Optional<String> emptiestZone(World world) {
    Map<String, Integer> count = new HashMap<>();
    machines.stream().filter(m -> !m.leaving()).forEach(m -> count.merge(m.zone, 1, Integer::sum));
    return world.fleet().zones().stream()
        .filter(zone -> !world.lostZones().contains(zone))
        .min(java.util.Comparator.comparing(zone -> count.getOrDefault(zone, 0)));
  }

  /** A machine dies of a fault. */
  void lose(SimMachine machine, Instant now) {
    if (machines.remove(machine)) {
      missing(machine, now);
    }
  }

  /** One that is gone since now, which no stale look shows. */
  void missing(SimMachine machine, Instant now) {
    if (machine.wouldServe(now)) {
      lost.add(now);
    }
  }

  void count(Instant now, long requests, long failures) {
    long[] last = counted.isEmpty() ? new long[2] : counted.lastEntry().getValue();
    counted.put(now, new long[] {last[0] + requests, last[1] + failures});
  }

  long[] countedSince(Instant since) {
    if (counted.isEmpty()) {
      return new long[2];
    }
    Map.Entry<Instant, long[]> before = counted.floorEntry(since);
    long[] base = before == null ? new long[2] : before.getValue();
    long[] last = counted.lastEntry().getValue();
    return new long[] {last[0] - base[0], last[1] - base[1]};
  }
}
