package com.pharmaserv.repave.story;

import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A generation in a story: does what it is told at once, unless the script says otherwise. */
final class Group {
  /** What becomes of a machine as soon as it is launched. */
  enum Birth {
    HEALTHY,
    UNHEALTHY,
    PENDING,
    /** There are no machines to be had. */
    NONE
  }

  final GenerationId id;
  private final Optional<Slot> slot;
  private final ImageId image;
  private final RolloutId rollout;
  private final List<String> zones;
  private final List<Machine> machines = new ArrayList<>();
  private int launched;
  int desired;
  int open;
  Settings settings;
  Optional<String> trouble = Optional.empty();

  Group(
      GenerationId id,
      Optional<Slot> slot,
      ImageId image,
      RolloutId rollout,
      List<String> zones,
      int desired,
      Settings settings) {
    this.id = id;
    this.slot = slot;
    this.image = image;
    this.rollout = rollout;
    this.zones = zones;
    this.desired = desired;
    this.settings = settings;
  }

  Optional<Slot> slot() {
    return slot;
  }

  ImageId image() {
    return image;
  }

  /**
   * Launches what is missing and stops what is too many.
   *
   * @param slowly whether a machine that stops is still there
   */
  void reconcile(Birth birth, boolean slowly) {
    machines.removeIf(m -> !slowly && m.lifecycle() == Lifecycle.TERMINATING);
    List<Machine> living =
        machines.stream().filter(m -> m.lifecycle() != Lifecycle.TERMINATING).toList();
    for (int i = desired; i < living.size(); i++) {
      Machine last = living.get(i);
      machines.remove(last);
      if (slowly) {
        machines.add(new Machine(last.id(), last.zone(), Lifecycle.TERMINATING, Health.DRAINING));
      }
    }
    if (birth == Birth.NONE) {
      trouble = living.size() < desired ? Optional.of("no machines to be had") : Optional.empty();
      return;
    }
    trouble = Optional.empty();
    for (int i = living.size(); i < desired; i++) {
      machines.add(born(birth));
    }
  }

  private Machine born(Birth birth) {
    String zone = zones.get(launched % zones.size());
    launched++;
    String name = "m%d-%d".formatted(id.number(), launched);
    return switch (birth) {
      case HEALTHY -> new Machine(name, zone, Lifecycle.IN_SERVICE, Health.HEALTHY);
      case UNHEALTHY -> new Machine(name, zone, Lifecycle.IN_SERVICE, Health.UNHEALTHY);
      case PENDING, NONE -> new Machine(name, zone, Lifecycle.PENDING, Health.INITIAL);
    };
  }

  /** A machine is the group's no more. */
  void lose(String machine) {
    machines.removeIf(m -> m.id().equals(machine));
  }

  /** Sets the first machines healthy and all others to {@code rest}, in zones as launched. */
  void judge(int healthy, Birth rest) {
    machines.clear();
    launched = 0;
    for (int i = 0; i < desired; i++) {
      machines.add(born(i < healthy ? Birth.HEALTHY : rest));
    }
  }

  /** Moves every machine into the zone. */
  void gather(String zone) {
    machines.replaceAll(m -> new Machine(m.id(), zone, m.lifecycle(), m.health()));
  }

  Generation view() {
    return new Generation(id, slot, image, desired, settings, machines, open, trouble, rollout);
  }
}
