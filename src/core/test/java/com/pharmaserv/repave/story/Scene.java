package com.pharmaserv.repave.story;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.BlockImage;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Delays;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Wants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The world of a story. What Repave asks of it happens at once; what the script says is so, until
 * the script says otherwise. Only what a turn wants to see is shown.
 */
final class Scene {
  final Fleet fleet;
  final Readings readings = new Readings();
  final SortedMap<Slot, List<String>> strangers = new TreeMap<>();
  private final Map<GenerationId, Group> groups =
      new TreeMap<>(Comparator.comparing(GenerationId::number));
  private final Set<ImageId> blocked = new HashSet<>();
  final Map<ImageId, Channel> channels = new HashMap<>();
  final List<Obstacle> obstacles = new ArrayList<>();
  Weights weights = Weights.NONE;

  /** How far the provider's clock is ahead. */
  Duration skew = Duration.ZERO;

  Delays delays = Delays.NONE;

  /** What the next look shows in place of the weights, once. */
  Optional<Weights> stale = Optional.empty();

  Group.Birth birth = Group.Birth.HEALTHY;
  boolean stopsSlowly;

  /** How effects fail; empty while they work. */
  Optional<Failure> failing = Optional.empty();

  /** Part of the sentence of those effects that fail; empty for all. */
  String failingOn = "";

  /** Whether an effect happens all the same, although it is said to have failed. */
  boolean happensAllTheSame;

  private Optional<Slot> testSlot = Optional.empty();

  Scene(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Puts a generation with healthy machines there that no rollout of the story has launched. */
  void cast(int number, Optional<Slot> slot, ImageId image, int desired, Settings settings) {
    add(number, slot, image, desired, settings).reconcile(Group.Birth.HEALTHY, false);
  }

  private Group add(
      int number, Optional<Slot> slot, ImageId image, int desired, Settings settings) {
    GenerationId id = new GenerationId(fleet.id(), number);
    RolloutId rollout = new RolloutId(fleet.id(), number);
    Group group = new Group(id, slot, image, rollout, fleet.zones(), desired, settings);
    groups.put(id, group);
    return group;
  }

  void remove(Group group) {
    groups.remove(group.id);
  }

  /** The generation with that number. */
  Group group(int number) {
    Group group = groups.get(new GenerationId(fleet.id(), number));
    if (group == null) {
      throw new IllegalArgumentException(
          "there is no g%04d, only %s".formatted(number, groups.keySet()));
    }
    return group;
  }

  FleetView view(Instant now) {
    groups.values().forEach(group -> group.reconcile(birth, stopsSlowly));
    Optional<RouteView> route =
        fleet.routed()
            ? Optional.of(new RouteView(stale.orElse(weights), testSlot, strangers))
            : Optional.empty();
    stale = Optional.empty();
    List<Generation> generations = groups.values().stream().map(Group::view).toList();
    return new FleetView(now, skew, route, generations, obstacles, delays, Optional.empty());
  }

  Observation look(
      RolloutState state,
      Instant now,
      List<Signal> signals,
      Duration unwatched,
      List<Observation.Tried> tried) {
    Wants wants = Wants.of(fleet, state, now);
    return new Observation(
        view(now),
        wants.measureSince().flatMap(s -> readings.measured(s, now, share(state.to()), true)),
        wants
            .measureSince()
            .flatMap(s -> state.from().flatMap(f -> readings.measured(s, now, share(f), false))),
        wants.probe() ? readings.probed() : Optional.empty(),
        readings.readable(wants.alarms()),
        readings.checks(wants.commands(), Print.soak(state), now),
        wants.block() && blocked.contains(state.to().image()),
        signals,
        unwatched,
        tried);
  }

  private int share(Placement placement) {
    return placement.slot().map(weights::share).orElse(100);
  }

  /** Tries one action, as the script lets it go. */
  Observation.Tried act(Action action) {
    Optional<Failure> failure = failing.filter(f -> action.sentence().contains(failingOn));
    if (failure.isEmpty() || happensAllTheSame) {
      obey(action);
    }
    return new Observation.Tried(action, failure);
  }

  private void obey(Action action) {
    if (action instanceof LaunchGeneration launch) {
      launch(launch);
    } else if (action instanceof Resize resize) {
      find(resize.generation()).ifPresent(group -> group.desired = resize.desired());
    } else if (action instanceof Configure configure) {
      find(configure.generation()).ifPresent(group -> group.settings = configure.settings());
    } else if (action instanceof Quarantine quarantine) {
      find(quarantine.generation()).ifPresent(group -> group.lose(quarantine.machine()));
    } else if (action instanceof ShiftTraffic shift) {
      weights = shift.weights();
    } else if (action instanceof PointTestRoute point) {
      testSlot = Optional.of(point.slot());
    } else if (action instanceof RetireGeneration retire) {
      find(retire.generation()).ifPresent(this::remove);
    } else if (action instanceof BlockImage block) {
      blocked.add(block.image());
    }
  }

  private void launch(LaunchGeneration launch) {
    if (find(launch.generation()).isEmpty()) {
      add(
          launch.generation().number(),
          launch.slot(),
          launch.image(),
          launch.desired(),
          launch.settings());
    }
  }

  private Optional<Group> find(GenerationId id) {
    return Optional.ofNullable(groups.get(id));
  }

  boolean blocked(ImageId image) {
    return blocked.contains(image);
  }

  void block(ImageId image) {
    blocked.add(image);
  }
}
