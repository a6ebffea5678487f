package com.pharmaserv.repave.local;

import com.pharmaserv.repave.local.image.DiskKeeper;
import com.pharmaserv.repave.local.image.ImageStore;
import com.pharmaserv.repave.local.image.LocalBaker;
import com.pharmaserv.repave.local.image.LocalStock;
import com.pharmaserv.repave.local.machine.Evidence;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.wire.BalancerView;
import com.pharmaserv.repave.local.wire.Place;
import com.pharmaserv.repave.local.wire.Wire;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.Clocks;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Stock;
import com.pharmaserv.repave.port.Traffic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The local cloud as the engine sees it. Fleets, traffic and gauges are calls to the running cloud;
 * images and bakes work on the store and need none.
 */
public final class LocalProvider implements Fleets, Traffic, Gauges, Images, Baker, Disks {
  private final LocalHome home;
  private final ControlClient client;
  private final Clock clock;
  private final Map<EnvironmentId, Environment.Listen> listens = new HashMap<>();
  private final ImageStore images;
  private final LocalBaker baker;
  private final Stock stock;
  private final DiskKeeper disks;

  /**
   * Prepares for calls; nothing is read or started yet.
   *
   * @param environments those of this provider
   * @param path where bakes find commands, as in the variable PATH
   */
  public LocalProvider(
      LocalHome home, Collection<Environment> environments, Clock clock, String path) {
    this.home = home;
    this.client = new ControlClient(home);
    this.clock = clock;
    this.images = new ImageStore(home, clock);
    this.baker = new LocalBaker(home, clock, path);
    this.disks = new DiskKeeper(home, clock, path);
    this.stock = new LocalStock(images, clock, path);
    for (Environment environment : environments) {
      if (environment.where() instanceof Environment.Local local) {
        listens.put(environment.id(), local.listen());
      }
    }
  }

  @Override
  public FleetView observe(Fleet fleet) throws ProviderException {
    Instant asked = clock.instant();
    Fields answer = ask("observe", fleet, Map.of());
    Instant answered = clock.instant();
    FleetView view = read(() -> Wire.view(answer));
    return view.skewed(Clocks.skew(asked, answered, view.at(), view.at()));
  }

  @Override
  public Optional<Head> fence(Fleet fleet, long epoch) throws ProviderException {
    Fields answer = ask("fence", fleet, Json.object("epoch", epoch));
    return read(() -> answer.optionalText("acted").map(Head::parse));
  }

  @Override
  public void launch(Fleet fleet, LaunchGeneration action, Stamp stamp) throws ProviderException {
    act("launch", fleet, stamp, Wire.launch(action));
  }

  @Override
  public void resize(Fleet fleet, Resize action, Stamp stamp) throws ProviderException {
    act("resize", fleet, stamp, resize(action.generation(), action.desired()));
  }

  @Override
  public void configure(Fleet fleet, Configure action, Stamp stamp) throws ProviderException {
    act(
        "configure",
        fleet,
        stamp,
        Json.object(
            "number", action.generation().number(), "settings", Wire.settings(action.settings())));
  }

  @Override
  public void retire(Fleet fleet, RetireGeneration action, Stamp stamp) throws ProviderException {
    act("retire", fleet, stamp, Json.object("number", action.generation().number()));
  }

  @Override
  public void quarantine(Fleet fleet, Quarantine action, Stamp stamp) throws ProviderException {
    act(
        "quarantine",
        fleet,
        stamp,
        Json.object(
            "number", action.generation().number(),
            "machine", action.machine(),
            "force", action.force(),
            "by", action.by(),
            "reason", action.reason()));
  }

  /** Read from the disk: they are there whether or not a cloud runs. */
  @Override
  public List<Quarantined> quarantined(EnvironmentId environment) throws ProviderException {
    return Evidence.of(home, environment.name());
  }

  @Override
  public void shift(Fleet fleet, ShiftTraffic action, Stamp stamp) throws ProviderException {
    act(
        "shift",
        fleet,
        stamp,
        Json.object(
            "expected", Wire.weights(action.expected()),
            "weights", Wire.weights(action.weights())));
  }

  @Override
  public void pointTestRoute(Fleet fleet, PointTestRoute action, Stamp stamp)
      throws ProviderException {
    act("test-route", fleet, stamp, Json.object("slot", action.slot().name()));
  }

  @Override
  public Measurement measure(Fleet fleet, GenerationId generation, Instant since)
      throws ProviderException {
    Fields answer =
        ask(
            "measure",
            fleet,
            Json.object("number", generation.number(), "since", Fields.nanos(since)));
    return read(() -> Wire.measurement(answer));
  }

  @Override
  public Probe probe(Fleet fleet) throws ProviderException {
    Fields probe = ask("probe", fleet, Map.of());
    return read(() -> new Probe(probe.flag("passed"), probe.text("detail")));
  }

  @Override
  public Image publish(Disks.Finished disk, Says says) throws ProviderException, BakeException {
    return disks.keep(disk, says);
  }

  /** Takes images of the store out of use. */
  public Stock stock() {
    return stock;
  }

  /** Reads the file that was kept. */
  @Override
  public List<Copy> verify(Disks.Attested disk, Optional<String> region, Says says) {
    return List.of(KeptDisk.verified(images.disk(disk.image()), disk, says));
  }

  /** There are no alarms here, so an environment that names one is told so. */
  @Override
  public List<Alarm> alarms(Fleet fleet, List<String> names) throws ProviderException {
    if (names.isEmpty()) {
      return List.of();
    }
    throw new ProviderException(
        Failure.Kind.GONE,
        "the local provider has no alarms, but " + fleet.id() + " names " + names);
  }

  /** As an operator does it, outside of any rollout: not fenced. */
  public void scale(Fleet fleet, GenerationId generation, int desired) throws ProviderException {
    ask("scale", fleet, resize(generation, desired));
  }

  @Override
  public List<Generation> all(EnvironmentId environment) throws ProviderException {
    Fields answer = client.call("/v1/generations", Json.object("environment", environment.name()));
    return read(() -> answer.objects("generations", Wire::generation));
  }

  /** The environment's balancer with its ports and counters; opened by the first call. */
  public BalancerView balancer(EnvironmentId environment) throws ProviderException {
    Environment.Listen listen = listen(environment);
    Fields answer =
        client.call(
            "/v1/balancer",
            Json.object(
                "environment", environment.name(),
                "port", listen.port(),
                "testPort", listen.testPort()));
    return read(() -> BalancerView.read(answer));
  }

  @Override
  public List<Image> list() throws ProviderException {
    return images.list();
  }

  @Override
  public Optional<Image> find(ImageId id) throws ProviderException {
    return images.find(id);
  }

  @Override
  public void block(ImageId image, String reason, String by) throws ProviderException {
    images.block(image, reason, by);
  }

  @Override
  public void release(ImageId image, Channel to, String reason, String by)
      throws ProviderException {
    images.release(image, to, reason, by);
  }

  @Override
  public void unblock(ImageId image) throws ProviderException {
    images.unblock(image);
  }

  @Override
  public Resolved resolve(Recipe recipe, Path folder) throws BakeException {
    return baker.resolve(recipe, folder);
  }

  @Override
  public Image bake(Recipe recipe, Path folder, Says says) throws ProviderException, BakeException {
    return baker.bake(recipe, folder, says);
  }

  private void act(String what, Fleet fleet, Stamp stamp, Map<String, Object> action)
      throws ProviderException {
    client.call(
        "/v1/" + what,
        Json.object("place", place(fleet).json(), "stamp", Wire.stamp(stamp), "action", action));
  }

  private Fields ask(String what, Fleet fleet, Map<String, Object> action)
      throws ProviderException {
    return client.call("/v1/" + what, Json.object("place", place(fleet).json(), "action", action));
  }

  private Place place(Fleet fleet) throws ProviderException {
    return Place.of(fleet, listen(fleet.id().environment()));
  }

  private Environment.Listen listen(EnvironmentId environment) throws ProviderException {
    Environment.Listen listen = listens.get(environment);
    if (listen == null) {
      throw new ProviderException(
          Failure.Kind.GONE,
          "environment '"
              + environment
              + "' is not one of the local provider's: "
              + listens.keySet());
    }
    return listen;
  }

  private static Map<String, Object> resize(GenerationId generation, int desired) {
    return Json.object("number", generation.number(), "desired", desired);
  }

  /** Something to read from an answer. */
  private interface Reading<T> {
    T read();
  }

  private static <T> T read(Reading<T> reading) throws ProviderException {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME,
          "the local cloud answered something else than expected: " + e.getMessage(),
          e);
    }
  }
}
