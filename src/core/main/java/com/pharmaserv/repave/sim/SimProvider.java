package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The ports onto a simulated world. Every call takes time and may go wrong. */
public final class SimProvider implements Fleets, Traffic, Gauges, Images {
  private final World world;
  private final Calls calls;

  /**
   * Ports for one engine.
   *
   * @param journal whose intents must precede effects
   */
  public SimProvider(World world, Faults faults, SimLeases leases, MemoryStore journal) {
    this.world = world;
    this.calls = new Calls(world, faults, leases, journal);
  }

  @Override
  public FleetView observe(Fleet fleet) throws ProviderException {
    return calls.read("observe", world::view, world::stale);
  }

  @Override
  public List<Generation> all(EnvironmentId environment) throws ProviderException {
    return calls.read("all", () -> world.view().generations());
  }

  @Override
  public Optional<Head> fence(Fleet fleet, long epoch) throws ProviderException {
    long reached =
        calls.read(
            "fence",
            () -> {
              world.epoch(epoch);
              return world.epoch();
            });
    if (reached > epoch) {
      throw failure(
          Failure.Kind.CONFLICT, "epoch " + epoch + " is over, epoch " + reached + " has begun");
    }
    return world.acted();
  }

  @Override
  public void launch(Fleet fleet, LaunchGeneration action, Stamp stamp) throws ProviderException {
    calls.effect(
        "launch",
        stamp,
        action.sentence(),
        () -> {
          Optional<SimGroup> existing = world.group(action.generation());
          if (existing.isPresent()) {
            requireSame(existing.get(), action);
            return;
          }
          SimImage truth =
              world
                  .truth(action.image())
                  .orElseThrow(() -> failure(Failure.Kind.GONE, "no image " + action.image()));
          if (world.blocked().containsKey(action.image())) {
            throw failure(Failure.Kind.DENIED, "image " + action.image() + " is blocked");
          }
          boolean taken =
              action.slot().isPresent()
                  && world.groups().stream().anyMatch(g -> g.slot.equals(action.slot()));
          if (taken) {
            throw failure(Failure.Kind.CONFLICT, "slot " + action.slot().get() + " is taken");
          }
          world.invariants().launched(action.image());
          boolean before = world.invariants().automatic();
          world.add(new SimGroup(action, truth));
          world.invariants().automated(before);
        });
  }

  private static void requireSame(SimGroup there, LaunchGeneration action)
      throws ProviderException {
    if (!there.image.equals(action.image()) || !there.slot.equals(action.slot())) {
      throw failure(
          Failure.Kind.CONFLICT,
          there.id + " exists with image " + there.image + ", not " + action.image());
    }
  }

  @Override
  public void resize(Fleet fleet, Resize action, Stamp stamp) throws ProviderException {
    calls.effect(
        "resize",
        stamp,
        action.sentence(),
        () -> {
          SimGroup group = find(action.generation());
          int before = world.invariants().carrying();
          int floor = world.invariants().floor();
          if (action.desired() == 0) {
            world.invariants().leaving(group, action.sentence());
          }
          group.desired = action.desired();
          group.settings = group.settings.allowing(action.desired());
          world.invariants().capacity(before, floor, action.sentence());
        });
  }

  @Override
  public void configure(Fleet fleet, Configure action, Stamp stamp) throws ProviderException {
    calls.effect(
        "configure",
        stamp,
        action.sentence(),
        () -> {
          SimGroup group = find(action.generation());
          world.invariants().configured(group.id, action.settings());
          boolean before = world.invariants().automatic();
          group.settings = action.settings();
          world.invariants().automated(before);
          int bounded = Math.max(group.desired, action.settings().min());
          group.desired = Math.min(bounded, Math.max(action.settings().max(), group.desired));
        });
  }

  @Override
  public void retire(Fleet fleet, RetireGeneration action, Stamp stamp) throws ProviderException {
    calls.effect(
        "retire",
        stamp,
        action.sentence(),
        () -> {
          Optional<SimGroup> group = world.group(action.generation());
          if (group.isEmpty()) {
            return;
          }
          world.invariants().leaving(group.get(), action.sentence());
          if (!group.get().machines.isEmpty() || group.get().desired > 0) {
            throw failure(
                Failure.Kind.CONFLICT,
                action.generation() + " has " + group.get().machines.size() + " machines");
          }
          if (group.get().settings.guarded()) {
            throw failure(Failure.Kind.CONFLICT, action.generation() + " is guarded");
          }
          world.remove(action.generation());
        });
  }

  @Override
  public void quarantine(Fleet fleet, Quarantine action, Stamp stamp) throws ProviderException {
    calls.effect(
        "quarantine",
        stamp,
        action.sentence(),
        () -> {
          if (world.quarantined().stream().anyMatch(q -> q.machine().equals(action.machine()))) {
            return;
          }
          SimGroup group = find(action.generation());
          SimMachine machine =
              group.machines.stream()
                  .filter(m -> m.id.equals(action.machine()))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          failure(
                              Failure.Kind.GONE, group.id + " has no machine " + action.machine()));
          if (machine.lifecycle(world.now()) != Lifecycle.IN_SERVICE) {
            throw failure(Failure.Kind.CONFLICT, machine.id + " is not in service");
          }
          int before = world.invariants().carrying();
          int floor = world.invariants().floor();
          group.machines.remove(machine);
          if (!action.force()) {
            world.invariants().capacity(before, floor, action.sentence());
          }
          group.missing(machine, world.now());
          world.quarantine(action);
        });
  }

  @Override
  public List<Quarantined> quarantined(EnvironmentId environment) throws ProviderException {
    return calls.read("quarantined", world::quarantined);
  }

  @Override
  public void shift(Fleet fleet, ShiftTraffic action, Stamp stamp) throws ProviderException {
    calls.effect(
        "shift",
        stamp,
        action.sentence(),
        () -> {
          Weights now = world.weights();
          if (!now.equals(action.expected()) && !now.equals(action.weights())) {
            throw failure(
                Failure.Kind.CONFLICT, "weights are " + now + ", expected " + action.expected());
          }
          int before = world.invariants().carrying();
          int floor = world.invariants().floor();
          world.weights(action.weights());
          world.invariants().traffic(now, action.weights());
          world.invariants().capacity(before, floor, action.sentence());
        });
  }

  @Override
  public void pointTestRoute(Fleet fleet, PointTestRoute action, Stamp stamp)
      throws ProviderException {
    calls.effect("point-test-route", stamp, action.sentence(), () -> world.testSlot(action.slot()));
  }

  @Override
  public Measurement measure(Fleet fleet, GenerationId generation, Instant since)
      throws ProviderException {
    return calls.read(
        "measure",
        () -> {
          Instant ours = since.minus(world.skew());
          long[] counted =
              world.group(generation).map(g -> g.countedSince(ours)).orElse(new long[2]);
          Duration p99 = world.group(generation).map(g -> g.truth.p99()).orElse(Duration.ZERO);
          return new Measurement(
              since, world.now().plus(world.skew()), counted[0], counted[1], p99.dividedBy(2), p99);
        });
  }

  @Override
  public List<Alarm> alarms(Fleet fleet, List<String> names) throws ProviderException {
    return calls.read("alarms", () -> world.alarms(names));
  }

  @Override
  public Probe probe(Fleet fleet) throws ProviderException {
    return calls.read(
        "probe",
        () -> {
          Optional<Slot> slot = world.testSlot();
          Optional<SimGroup> group =
              world.groups().stream()
                  .filter(g -> slot.isPresent() && g.slot.equals(slot))
                  .findFirst();
          boolean passed =
              group.isPresent()
                  && group.get().truth.probe()
                  && group.get().serving(world.now()) > 0;
          if (passed) {
            group.get().verified = true;
          }
          return new Probe(passed, passed ? "200" : "503");
        });
  }

  @Override
  public List<Image> list() throws ProviderException {
    return calls.read(
        "list-images",
        () ->
            world.images().keySet().stream()
                .sorted(Comparator.comparing(ImageId::full))
                .map(this::image)
                .toList());
  }

  /** The image as its catalogue shows it. */
  public Image image(ImageId id) {
    Optional<Image.Block> block =
        Optional.ofNullable(world.blocked().get(id))
            .map(reason -> new Image.Block(reason, "sim", World.START));
    SimRelease is = world.released(id);
    return new Image(
        id, "app", "1", "sim", World.START, new TreeMap<>(), block, is.channel(), is.why());
  }

  @Override
  public void release(ImageId image, Channel to, String reason, String by)
      throws ProviderException {
    calls.read(
        "release-image",
        () -> {
          world.release(image, to, reason, by);
          return to;
        });
  }

  @Override
  public void block(ImageId image, String reason, String by) throws ProviderException {
    calls.read(
        "block-image",
        () -> {
          world.truth(image).ifPresent(truth -> world.invariants().blamed(image, truth, reason));
          return world.blocked().putIfAbsent(image, reason) == null;
        });
  }

  @Override
  public void unblock(ImageId image) throws ProviderException {
    calls.read("unblock-image", () -> world.blocked().remove(image) != null);
  }

  private SimGroup find(GenerationId id) throws ProviderException {
    return world.group(id).orElseThrow(() -> failure(Failure.Kind.GONE, id + " does not exist"));
  }

  private static ProviderException failure(Failure.Kind kind, String message) {
    return new ProviderException(kind, message);
  }
}
