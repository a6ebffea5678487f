package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.sim.Incident.AlarmChanges;
import com.pharmaserv.repave.sim.Incident.BootsChange;
import com.pharmaserv.repave.sim.Incident.CapacityGone;
import com.pharmaserv.repave.sim.Incident.Happening;
import com.pharmaserv.repave.sim.Incident.MachineDies;
import com.pharmaserv.repave.sim.Incident.MachineFlaps;
import com.pharmaserv.repave.sim.Incident.ScaleOut;
import com.pharmaserv.repave.sim.Incident.ZoneLost;
import com.pharmaserv.repave.sim.Meddling.ProcessSuspended;
import com.pharmaserv.repave.sim.Meddling.WeightsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What happens in a world by itself: machines die, zones are lost, load rises, people meddle. */
public final class Nature {
  private final World world;
  private final SplittableRandom random;
  private final Instant until;
  private final List<Happening> happenings = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  private Nature(World world, long seed, Instant until) {
    this.world = world;
    this.random = new SplittableRandom(seed);
    this.until = until;
    world.invariants().stormy();
  }

  /**
   * Lets things happen at random until that time; what was taken away is given back then.
   *
   * @param meanGap average time between two events
   */
  public static Nature unleash(World world, long seed, Duration meanGap, Instant until) {
    Nature nature = new Nature(world, seed, until);
    nature.next(meanGap);
    world.schedule(until, nature::calm);
    return nature;
  }

  /** Lets the same things happen again, or some of them; in the order of their times. */
  public static Nature repeat(World world, List<Happening> happenings, Instant until) {
    Nature nature = new Nature(world, 0, until);
    nature.next(happenings, 0);
    world.schedule(until, nature::calm);
    return nature;
  }

  /** Lets these things happen, too. */
  public Nature also(List<Happening> more) {
    for (Happening happening : more) {
      world.schedule(happening.at(), () -> happen(happening.at(), happening.incident()));
    }
    return this;
  }

  /** What has happened, in words. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** What has happened, to be repeated. */
  public List<Happening> happenings() {
    return List.copyOf(happenings);
  }

  private void next(Duration meanGap) {
    long millis = (long) (random.nextDouble() * 2 * meanGap.toMillis()) + 1;
    Instant at = world.now().plusMillis(millis);
    if (at.isBefore(until)) {
      world.schedule(
          at,
          () -> {
            choose().ifPresent(incident -> happen(at, incident));
            next(meanGap);
          });
    }
  }

  private void next(List<Happening> all, int index) {
    if (index < all.size()) {
      Happening happening = all.get(index);
      world.schedule(
          happening.at(),
          () -> {
            happen(happening.at(), happening.incident());
            next(all, index + 1);
          });
    }
  }

  private void happen(Instant at, Incident incident) {
    happenings.add(new Happening(at, incident));
    incident
        .happen(world)
        .ifPresent(what -> log.add(Duration.between(World.START, world.now()) + " " + what));
  }

  private Optional<Incident> choose() {
    return switch (random.nextInt(10)) {
      case 0, 1 -> anyMachine().map(MachineDies::new);
      case 2 -> anyMachine().map(MachineFlaps::new);
      case 3 -> zone();
      case 4 -> Optional.of(new CapacityGone());
      case 5, 6 -> Optional.of(new ScaleOut());
      case 7 -> Optional.of(new ProcessSuspended());
      case 8 -> alarm();
      default ->
          Optional.of(
              random.nextInt(3) == 0 ? new WeightsSet() : new BootsChange(random.nextBoolean()));
    };
  }

  private Optional<String> anyMachine() {
    List<SimGroup> groups = List.copyOf(world.groups());
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    List<SimMachine> machines = groups.get(random.nextInt(groups.size())).machines;
    return machines.isEmpty()
        ? Optional.empty()
        : Optional.of(machines.get(random.nextInt(machines.size())).id);
  }

  /** One zone at a time: without any, no rollout could go on. */
  private Optional<Incident> zone() {
    List<String> zones = world.fleet().zones();
    return world.lostZones().isEmpty()
        ? Optional.of(new ZoneLost(zones.get(random.nextInt(zones.size()))))
        : Optional.empty();
  }

  private Optional<Incident> alarm() {
    List<String> names = world.fleet().policy().alarms();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String name = names.get(random.nextInt(names.size()));
    boolean fires = random.nextInt(3) == 0;
    return Optional.of(new AlarmChanges(name, fires, Duration.ofSeconds(5 + random.nextInt(40))));
  }

  private void calm() {
    world.lostZones().clear();
    world.capacity(true);
    world.slow(false);
    world.expired(false);
    world.outage(0);
    world.obstacles().clear();
    world.unopened();
    world.invariants().calm();
    world.firing().clear();
    world.silent().clear();
    world.groups().forEach(g -> g.machines.forEach(SimMachine::calm));
  }
}
