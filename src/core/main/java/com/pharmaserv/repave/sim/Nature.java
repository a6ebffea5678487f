package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** What happens in a world by itself: machines die, zones are lost, load rises, people meddle. */
public final class Nature {
  private final World world;
  private final SplittableRandom random;
  private final Instant until;
  private final List<String> log = new ArrayList<>();

  private Nature(World world, long seed, Instant until) {
    this.world = world;
    this.random = new SplittableRandom(seed);
    this.until = until;
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

  /** What has happened. */
  public List<String> log() {
    return List.copyOf(log);
  }

  private void next(Duration meanGap) {
    long millis = (long) (random.nextDouble() * 2 * meanGap.toMillis()) + 1;
    Instant at = world.now().plusMillis(millis);
    if (at.isBefore(until)) {
      world.schedule(
          at,
          () -> {
            happen();
            next(meanGap);
          });
    }
  }

  private void happen() {
    switch (random.nextInt(10)) {
      case 0, 1 -> loseMachine();
      case 2 -> flap();
      case 3 -> loseZone();
      case 4 -> capacity();
      case 5, 6 -> scaleOut();
      case 7 -> editSettings();
      case 8 -> alarm();
      default -> {
        if (random.nextInt(3) == 0) {
          editWeights();
        } else {
          world.slow(random.nextBoolean());
        }
      }
    }
  }

  private Optional<SimGroup> anyGroup() {
    List<SimGroup> groups = List.copyOf(world.groups());
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(groups.get(random.nextInt(groups.size())));
  }

  private Optional<SimMachine> anyMachine(SimGroup group) {
    return group.machines.isEmpty()
        ? Optional.empty()
        : Optional.of(group.machines.get(random.nextInt(group.machines.size())));
  }

  private void loseMachine() {
    anyGroup()
        .ifPresent(
            g ->
                anyMachine(g)
                    .ifPresent(
                        m -> {
                          say("machine " + m.id + " dies");
                          g.lose(m, world.now());
                        }));
  }

  private void flap() {
    anyGroup()
        .flatMap(this::anyMachine)
        .ifPresent(
            m -> {
              say("machine " + m.id + " flaps");
              m.flapping = true;
              world.schedule(world.now().plusSeconds(15), () -> m.flapping = false);
            });
  }

  private void loseZone() {
    List<String> zones = world.fleet().zones();
    if (!world.lostZones().isEmpty()) {
      return;
    }
    String zone = zones.get(random.nextInt(zones.size()));
    say("zone " + zone + " is lost");
    world.lostZones().add(zone);
    for (SimGroup group : world.groups()) {
      for (SimMachine machine : List.copyOf(group.machines)) {
        if (machine.zone.equals(zone)) {
          group.lose(machine, world.now());
        }
      }
    }
    world.schedule(world.now().plusSeconds(30), () -> world.lostZones().remove(zone));
  }

  private void capacity() {
    say("no capacity for new machines");
    world.capacity(false);
    world.schedule(world.now().plusSeconds(20), () -> world.capacity(true));
  }

  /** An alarm fires, or has no data, for reasons that are none of the candidate's. */
  private void alarm() {
    List<String> names = world.fleet().policy().alarms();
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    Set<String> where = random.nextInt(3) == 0 ? world.firing() : world.silent();
    say("alarm " + name + (where == world.firing() ? " fires" : " has no data"));
    where.add(name);
    world.schedule(world.now().plusSeconds(5 + random.nextInt(40)), () -> where.remove(name));
  }

  /** Scaling acts on the generation that carries the traffic, within its bounds. */
  private void scaleOut() {
    world.groups().stream()
        .filter(world::carries)
        .filter(g -> g.desired < g.settings.max() && g.desired > 0)
        .findFirst()
        .ifPresent(
            g -> {
              g.desired++;
              say(g.id + " scales out to " + g.desired);
            });
  }

  private void editSettings() {
    world.groups().stream()
        .filter(world::carries)
        .findFirst()
        .ifPresent(
            g -> {
              TreeSet<String> suspended = new TreeSet<>(g.settings.suspended());
              suspended.add("AZRebalance");
              Settings before = g.settings;
              g.settings = before.withSuspended(suspended);
              world.invariants().suspended(g.id, suspended);
              say("somebody suspends AZRebalance on " + g.id);
            });
  }

  private void editWeights() {
    if (!world.fleet().routed() || world.weights().equals(Weights.NONE)) {
      return;
    }
    Slot slot = world.weights().blue() >= 50 ? Slot.BLUE : Slot.GREEN;
    boolean alone =
        world.groups().stream()
            .noneMatch(g -> g.slot.equals(Optional.of(slot.other())) && g.serving(world.now()) > 0);
    if (alone) {
      return;
    }
    world.weights(Weights.of(slot, 77));
    world.invariants().weightsEdited();
    say("somebody sets the weights to " + world.weights());
  }

  private void calm() {
    world.lostZones().clear();
    world.capacity(true);
    world.slow(false);
    world.firing().clear();
    world.silent().clear();
    world.groups().forEach(g -> g.machines.forEach(m -> m.flapping = false));
  }

  private void say(String what) {
    log.add(Duration.between(World.START, world.now()) + " " + what);
  }
}
