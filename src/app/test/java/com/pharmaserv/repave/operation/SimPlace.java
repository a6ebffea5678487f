package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.TrustedKeys;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.ReactionRule;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.Headroom;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.rotation.Rotation;
import com.pharmaserv.repave.rotation.RotationState;
import com.pharmaserv.repave.rotation.Stale;
import com.pharmaserv.repave.rotation.Step;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.MemoryStore;
import com.pharmaserv.repave.sim.SimChecks;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.SimLeases;
import com.pharmaserv.repave.sim.SimProvider;
import com.pharmaserv.repave.sim.SimSignals;
import com.pharmaserv.repave.sim.SimTime;
import com.pharmaserv.repave.sim.World;
import com.pharmaserv.repave.simulation.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** An environment with one fleet in the simulated cloud, and whoever works on it. */
public final class SimPlace {
  public static final ImageId OLD = Scenarios.OLD;
  public static final ImageId NEW = Scenarios.NEW;
  public static final Operator ANNA = new Operator("anna", "anna@build-7 pid 4711");
  public static final Operator BERT = new Operator("bert", "bert@build-8 pid 1234");

  /** Knows of no papers. */
  public static final DiskComparer DISKS =
      new DiskComparer(Path.of("none"), new PaperShelf(Path.of("none")), Optional.empty());

  /** Vouches for nothing, and is not asked to. */
  public static final Papers PAPERS =
      new Papers(DISKS, new PaperShelf(Path.of("none")), () -> new TrustedKeys(List.of()));

  private final Fleet fleet;
  private final World world;
  private final SimLeases leases;
  private final SimSignals signals;
  private final SimProvider provider;
  private final MemoryStore store;
  private final Journal journal;

  /** The journal of rotations, which every process reads for itself. */
  private final MemoryStore rotations;

  private final List<String> notes = new ArrayList<>();
  private final List<FleetRoll> told = new ArrayList<>();
  private List<Headroom.Line> room = List.of();
  private Optional<Images> catalogue = Optional.empty();
  private Optional<String> roomFailure = Optional.empty();

  private SimPlace(Fleet fleet) {
    this.fleet = fleet;
    this.world = new World(fleet, 1);
    this.leases = new SimLeases(world);
    this.signals = new SimSignals(world);
    this.store = new MemoryStore(Faults.NONE);
    this.provider = new SimProvider(world, Faults.NONE, leases, store);
    this.journal = new ChainedJournal(store, new SimTime(world));
    this.rotations = new MemoryStore(Faults.NONE);
    world.image(OLD, SimImage.GOOD);
    world.image(NEW, SimImage.GOOD);
    world.begin(OLD);
    world.invariants().journaled(this::latest, () -> Instant.EPOCH);
  }

  /** Where the fleet's latest rollout stands by its journal. */
  Optional<RolloutState> latest() {
    try {
      return Pilot.latest(journal);
    } catch (JournalException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /** A fleet that runs the old image; nothing was ever rolled. */
  public static SimPlace running() {
    return with(Scenarios.policy(false, Duration.ofSeconds(20), 50, 100));
  }

  static SimPlace with(Policy policy) {
    return new SimPlace(Scenarios.fleet(2, true, policy));
  }

  /** The same where that channel is asked for; the old image was released to it. */
  static SimPlace asking(Channel least) {
    SimPlace sim =
        new SimPlace(
            Scenarios.fleet(2, true, Scenarios.policy(false, Duration.ofSeconds(20), 50, 100))
                .asking(least));
    sim.world.release(OLD, least);
    return sim;
  }

  public Fleet fleet() {
    return fleet;
  }

  public World world() {
    return world;
  }

  public SimSignals signals() {
    return signals;
  }

  public SimLeases leases() {
    return leases;
  }

  /** Lines that were told on the way. */
  public List<String> notes() {
    return notes;
  }

  /** What there is of everything from now on. */
  public void room(Headroom.Line... lines) {
    room = List.of(lines);
  }

  /** From now on nobody can tell what there is. */
  void roomFails(String message) {
    roomFailure = Optional.of(message);
  }

  /** The environment as its file describes it. */
  public Place place() {
    return place(List.of(fleet));
  }

  /** Blocks images, as anna. */
  public BlockImages blocking() {
    Provider provider = provider();
    return new BlockImages(
        provider.images(),
        provider.stock(),
        CollectImages.of(provider, List.of(place()), ANNA),
        ANNA);
  }

  /** Releases images, as anna. */
  public ReleaseImages releasing() {
    Provider provider = provider();
    return new ReleaseImages(
        List.of(
            new ReleaseImages.Target(
                "sim-eu",
                provider.images(),
                provider.stock(),
                CollectImages.of(provider, List.of(place()), ANNA))),
        ANNA);
  }

  /** The environment with another provider. */
  Place place(Provider other) {
    return new Place(place().environment(), other);
  }

  /** The environment, if its file had these rules for findings. */
  public Place reacting(ReactionRule... rules) {
    Environment plain = place().environment();
    return new Place(
        new Environment(
            plain.id(),
            plain.jurisdiction(),
            plain.zones(),
            plain.where(),
            plain.fleets(),
            plain.builders(),
            plain.upkeep(),
            List.of(rules)),
        provider());
  }

  /** The environment, if its file described these fleets. */
  Place place(List<Fleet> described) {
    return new Place(
        new Environment(
            new EnvironmentId("sim-eu"),
            Jurisdiction.EU,
            Scenarios.ZONES,
            new Environment.Local(Environment.Listen.ANY),
            described),
        provider());
  }

  /** Lets the images be known with more than the simulation knows of them. */
  void catalogue(Images images) {
    catalogue = Optional.of(images);
  }

  public Provider provider() {
    return provider(journal);
  }

  /** The provider after a rotation has begun and ended. */
  public Provider rotated() throws Exception {
    EnvironmentId environment = fleet.id().environment();
    Provider all = provider();
    RotationLog log = new RotationLog(all, environment, ANNA.name(), "patch rotation");
    Lease lease = leases.acquire(FleetId.ofRotation(environment), ANNA.holder());
    Stale stale =
        new Stale(
            NEW,
            false,
            List.of(Reason.of(ReasonCode.NEWER_IMAGE, NEW, OLD)),
            Optional.of(world.now().plus(Duration.ofDays(2))));
    log.open(
        new RotationState(world.now(), Optional.of("KEV-17"), Map.of(fleet.id(), stale)), lease);
    log.end(
        new Rotation(
            Map.of(
                fleet.id(), new Step.Waits(Reason.of(ReasonCode.LINE_FULL, 1), Optional.empty()))),
        lease);
    leases.release(lease);
    return all;
  }

  /** The provider after its journals were lost. */
  Provider forgetful() {
    return provider(freshJournal(new MemoryStore(Faults.NONE)));
  }

  /** The journal as another process reads it. */
  Journal freshJournal() {
    return freshJournal(store);
  }

  private Journal freshJournal(MemoryStore of) {
    return new ChainedJournal(of, new SimTime(world));
  }

  private Provider provider(Journal read) {
    return new Provider(
        "sim",
        provider,
        provider,
        provider,
        catalogue.orElse(provider),
        new MemoryStock(),
        new NoBaker(),
        base -> true,
        new NoDisks(),
        new Room(),
        new SimChecks(world),
        id -> id.isRotation() ? freshJournal(rotations) : read,
        leases,
        signals,
        new SimTime(world),
        UnaryOperator.identity());
  }

  /** No disk is made or kept here. */
  private static final class NoDisks implements Disks {
    @Override
    public Image publish(Finished disk, Says says) {
      throw new AssertionError("no disk is made here");
    }

    @Override
    public List<Copy> verify(Attested disk, Optional<String> region, Says says) {
      throw new AssertionError("no disk is kept here");
    }
  }

  public Image image(ImageId id) {
    return provider.image(id);
  }

  public RollFleet roll() {
    return new RollFleet(place(), fleet, PAPERS, ANNA, narrator(), told::add);
  }

  /** Results that were told while fleets were rolled. */
  List<FleetRoll> told() {
    return told;
  }

  /** How many records the journal has. */
  int records() throws Exception {
    return journal.records().size();
  }

  /** Another engine of this fleet, with the lease in hand. */
  public Pilot bert() throws Exception {
    return Pilot.take(
        fleet,
        provider().ports(fleet),
        new RolloutDecider(),
        (f, view, decision, at) -> {},
        BERT.holder());
  }

  /** Opens a rollout that nobody drives any more. */
  void abandoned(ImageId image) throws Exception {
    try (Pilot bert = bert()) {
      bert.open(image(image), "test", false);
      bert.engine().turn();
    }
  }

  public Rolls rolled(ImageId image, Until until) throws Exception {
    return roll().roll(new RollFleet.Request(image(image), true, "test", false, until));
  }

  public Narrator narrator() {
    return new Narrator() {
      @Override
      public void note(String line) {
        notes.add(line);
      }

      @Override
      public Watch watch(Fleet watched) {
        return new Watch() {
          @Override
          public void turned(Fleet f, FleetView view, Decision decision, Instant at) {}

          @Override
          public void close() {}
        };
      }
    };
  }

  private final class Room implements Headroom {
    @Override
    public List<Line> check(Fleet asked, int machines) throws ProviderException {
      if (roomFailure.isPresent()) {
        throw new ProviderException(Failure.Kind.DENIED, roomFailure.get());
      }
      return room;
    }

    @Override
    public List<Line> probe(Fleet asked, int machines) throws ProviderException {
      return check(asked, machines);
    }
  }

  /** Every recipe resolves to the new image, which is there already. */
  private final class NoBaker implements Baker {
    @Override
    public Resolved resolve(Recipe recipe, Path folder) {
      return new Resolved(NEW, new TreeMap<>());
    }

    @Override
    public Image bake(Recipe recipe, Path folder, Says says) {
      return image(NEW);
    }
  }
}
