package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What must always hold, checked against the truth of the simulated world at every effect and at
 * the end of every rollout. A machine that a fault took within {@link #CHARITY} counts as serving:
 * no engine can know of it yet, and none can be blamed.
 */
public final class Invariants {
  /** A stale read's age, a stability window, and the time of a turn. */
  public static final Duration CHARITY = World.STALE_MAX.plus(Duration.ofSeconds(20));

  /**
   * How long a bad image may have traffic after all faults have ended: a lease term, until another
   * engine takes over; a soak anew; and what a slow cloud needs for looking and going back.
   */
  public static final Duration EXPOSED_MAX = Duration.ofMinutes(4);

  private final World world;
  private final List<String> violations = new ArrayList<>();
  private final Map<GenerationId, Settings> expected = new HashMap<>();
  private final Set<GenerationId> sized = new HashSet<>();

  /** Whose lower bound may be the old or the new one: nobody can say what an engine had read. */
  private final Set<GenerationId> unsure = new HashSet<>();

  private final Map<GenerationId, Instant> edited = new HashMap<>();
  private Duration charity = CHARITY;
  private Duration longest = Duration.ZERO;
  private boolean established;
  private Instant meddledAt = Instant.EPOCH;
  private boolean excused;
  private Supplier<Optional<RolloutState>> journaled = Optional::empty;
  private Supplier<Instant> began = () -> Instant.EPOCH;
  private Duration exposed = Duration.ZERO;
  private boolean calm = true;

  Invariants(World world) {
    this.world = world;
  }

  /** Everything that was found wrong, with its time. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  public void violated(String invariant, String what) {
    violations.add(invariant + " at " + Duration.between(World.START, world.now()) + ": " + what);
  }

  /** A call took that long: what happened meanwhile its sender could not know. */
  void stalled(Duration stall) {
    charity = CHARITY.plus(stall);
    longest = stall.compareTo(longest) > 0 ? stall : longest;
  }

  /** A person set weights or sizes: until it can be read, no engine knows. */
  void meddled() {
    meddledAt = world.now();
  }

  /** Some generation carries the fleet: from now on there is a capacity to keep. */
  void established() {
    established = true;
  }

  /** I1: an effect must not take serving capacity below the floor. */
  void capacity(int before, int floor, String effect) {
    int after = carrying();
    boolean owed = established && !tornDown();
    if (owed && after < before && after < floor && !meddled(world.now())) {
      violated("I1", effect + " left " + after + " serving machines, the floor is " + floor);
    }
  }

  /** Machines that carry production, as far as an engine can know. */
  int carrying() {
    return world.groups().stream()
        .filter(world::carries)
        .mapToInt(g -> Math.min(g.desired, g.charitablyServing(world.now(), charity)))
        .sum();
  }

  /**
   * Where nothing has weights, a candidate carries as soon as it is in service, and how many people
   * want is still what the active generation says: its own size follows that.
   */
  int floor() {
    Optional<GenerationId> active =
        world.fleet().routed()
            ? Optional.empty()
            : journaled.get().flatMap(RolloutState::active).map(Placement::generation);
    int load =
        world.groups().stream()
            .filter(world::carries)
            .filter(g -> active.isEmpty() || active.get().equals(g.id))
            .mapToInt(g -> g.desiredLately(world.now(), charity))
            .max()
            .orElse(0);
    return world.fleet().policy().needed(load, 100);
  }

  /** I2: weight only on a verified generation with the machines its share needs. */
  void traffic(Weights before, Weights after) {
    for (Slot slot : Slot.values()) {
      int share = after.share(slot);
      Optional<SimGroup> group =
          world.groups().stream().filter(g -> g.slot.equals(Optional.of(slot))).findFirst();
      if (share == 0 || share <= before.share(slot)) {
        continue;
      }
      if (group.isEmpty()) {
        violated("I2", "empty slot " + slot + " got weight " + share);
        continue;
      }
      if (!group.get().verified) {
        violated("I2", group.get().id + " got weight " + share + " without being verified");
      }
      int serving = group.get().charitablyServing(world.now(), charity);
      int needed =
          world.fleet().policy().needed(group.get().desiredLately(world.now(), charity), share);
      boolean unwanted = world.groups().stream().allMatch(g -> g.desired == 0);
      boolean rescue = unwanted || (carryingIn(slot.other()) == 0 && serving > 0);
      if (serving < needed && !rescue && !meddled(world.now())) {
        violated(
            "I2",
            group.get().id
                + " got weight "
                + share
                + " with "
                + serving
                + " healthy machines, it needs "
                + needed);
      }
    }
  }

  private int carryingIn(Slot slot) {
    return world.groups().stream()
        .filter(g -> g.slot.equals(Optional.of(slot)))
        .mapToInt(g -> g.serving(world.now()))
        .sum();
  }

  /** Where the latest rollout stands by its journal, and when it began. */
  public void journaled(Supplier<Optional<RolloutState>> latest, Supplier<Instant> beginning) {
    journaled = latest;
    began = beginning;
  }

  boolean opened() {
    return journaled.get().isPresent();
  }

  /** Whether the journal has a person's word that the fleet is to be no more. */
  private boolean tornDown() {
    return journaled.get().flatMap(RolloutState::tornDown).isPresent();
  }

  /**
   * I2, the other side: a generation that leaves has no weight. I8: nor does the journal call it
   * active, whatever the route shows. A rollout that has given up its first generation has none.
   */
  void leaving(SimGroup group, String effect) {
    boolean active =
        journaled
            .get()
            .flatMap(RolloutState::active)
            .filter(placement -> placement.generation().equals(group.id))
            .isPresent();
    if (active) {
      violated("I8", effect + " although the journal calls " + group.id + " active");
    }
    ways(group)
        .filter(since -> since.plus(charity).isBefore(world.now()))
        .ifPresent(since -> violated("I8", effect + " although another way leads to it"));
    int share = group.slot.map(slot -> world.weights().share(slot)).orElse(0);
    if (share > 0 && !meddled(world.now())) {
      violated("I2", effect + " although slot " + group.slot + " has weight " + share);
    }
  }

  /** Somebody has set weights or sizes so shortly before that no engine could know. */
  private boolean meddled(Instant at) {
    return meddledAt.plus(charity).isAfter(at);
  }

  /** Since when requests reach the group past the route. */
  private Optional<Instant> ways(SimGroup group) {
    return world.obstacles().entrySet().stream()
        .filter(o -> o.getKey().kind() == Obstacle.Kind.WAY_IN)
        .filter(o -> group.slot.isPresent() && o.getKey().slot().equals(group.slot))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** I3: an effect begins under the lease in force at the highest epoch. */
  void writer(Stamp stamp, Optional<Lease> lease) {
    boolean holds =
        lease.isPresent()
            && lease.get().epoch() == stamp.epoch()
            && lease.get().holder().equals(stamp.holder())
            && world.now().isBefore(lease.get().until());
    if (!holds) {
      violated(
          "I3",
          stamp.holder()
              + " acted at epoch "
              + stamp.epoch()
              + ", the lease is "
              + lease.map(l -> l.holder() + "'s at epoch " + l.epoch()).orElse("nobody's"));
    }
  }

  /** I7: an effect has its intent on disk. */
  void evidence(Stamp stamp, MemoryStore journal, String effect) {
    if (!journal.holdsIntent(stamp.intent().number())) {
      violated("I7", effect + " has no intent on disk at record " + stamp.intent().number());
    }
  }

  void expectSettings(GenerationId id, Settings settings) {
    expected.put(id, settings);
  }

  /** A person suspended processes: after a rollback they must still be suspended. */
  void suspended(GenerationId id, Set<String> processes) {
    Settings before = expected.get(id);
    if (before != null) {
      expected.put(id, before.withSuspended(processes));
      edited.put(id, world.now());
    }
  }

  /** A person asked for that many machines, and lowered the bound that was in the way. */
  void sized(GenerationId id, int machines) {
    meddled();
    Settings before = expected.get(id);
    if (before != null) {
      sized.add(id);
      expected.put(id, before.allowing(machines));
      edited.put(id, world.now());
    }
  }

  /**
   * An engine configures a generation. An edit that it could not have read yet is lost through no
   * fault of the engine; what it writes then counts.
   */
  void configured(GenerationId id, Settings settings) {
    Instant edit = edited.get(id);
    Settings now = expected.get(id);
    if (edit != null && now != null && edit.plus(charity).isAfter(world.now())) {
      expected.put(id, now.withSuspended(settings.suspended()));
      if (sized.contains(id)) {
        unsure.add(id);
      }
    }
  }

  /** Whether anything scales the fleet by itself. */
  boolean automatic() {
    return world.groups().stream().anyMatch(g -> !g.settings.automation().isEmpty());
  }

  /**
   * I5: what scales a group by itself stands on one generation, and while it is handed over on two,
   * so that no instant is without it.
   */
  void automated(boolean before) {
    long scaled = world.groups().stream().filter(g -> !g.settings.automation().isEmpty()).count();
    if (before && scaled == 0 && !tornDown()) {
      violated("I5", "nothing scales the fleet by itself any more");
    }
    boolean handing =
        journaled.get().isEmpty()
            || journaled.get().map(RolloutState::way).filter(Invariants::handsOver).isPresent();
    if (scaled > 1 && !handing) {
      violated("I5", "two generations have automation before it is handed over");
    }
  }

  /** I5: a schedule fired, and stood on a generation or on none. */
  void fired(boolean somewhere) {
    if (established && !somewhere && !tornDown()) {
      violated("I5", "a schedule fired in vain");
    }
  }

  private static boolean handsOver(Stage.Underway way) {
    return way instanceof Stage.Promoting
        || way instanceof Stage.Promoted
        || way instanceof Stage.Back;
  }

  /** Something happened that makes a good image look bad while it is watched. */
  void excused() {
    excused = true;
  }

  /** I9: an image is blamed only for what was seen of it and not of the active generation. */
  void blamed(ImageId image, SimImage truth, String reason) {
    if (truth.faultless() && !excused) {
      violated("I9", "%s is blamed for %s and has no fault".formatted(image, reason));
    }
  }

  /**
   * I11: nothing is launched that lacked the fleet's channel when its rollout began; what was taken
   * back since goes on. An engine that was stopped between its look at the image and the beginning
   * could not know either.
   */
  void launched(ImageId image) {
    Channel asked = world.fleet().channel();
    SimRelease is = world.released(image);
    if (!is.channel().covers(asked)
        && !is.hadUntil(asked, began.get().minus(CHARITY).minus(longest))) {
      violated("I11", "%s is launched and was not released to %s".formatted(image, asked));
    }
  }

  /** Requests were answered by machines of that image, for that long. */
  void answered(SimImage truth, int share, boolean outage, Duration span) {
    if (outage && share == 100) {
      // Nothing else had traffic that it could be compared with.
      excused = true;
    }
    exposed = calm && truth.errorPercent() > 0 ? exposed.plus(span) : exposed;
    if (exposed.compareTo(EXPOSED_MAX) > 0) {
      violated("I10", "a bad image has had traffic for " + exposed);
      exposed = Duration.ZERO;
    }
  }

  /** Things go wrong until further notice. */
  void stormy() {
    calm = false;
  }

  /** From now on nothing keeps an engine from taking traffic off a bad image. */
  void calm() {
    calm = true;
  }

  /** I4 and I5, when a rollout has ended. */
  void ended(RolloutState state, End end) {
    boolean forward = end.kind() == End.Kind.SUCCEEDED;
    Optional<GenerationId> active =
        forward
            ? Optional.of(state.to().generation())
            : state.from().map(placement -> placement.generation());
    for (SimGroup group : world.groups()) {
      if (!active.equals(Optional.of(group.id))) {
        violated("I4", "rollout ended " + end.kind() + " and left " + group.id + " behind");
      }
    }
    if (active.isPresent() && world.group(active.get()).isEmpty()) {
      violated("I4", "rollout ended " + end.kind() + " without " + active.get());
    }
    if (state.undo().isPresent()) {
      violated("I4", "rollout ended " + end.kind() + " with an undo record");
    }
    if (world.fleet().routed() && active.isPresent()) {
      Optional<Slot> slot = world.group(active.get()).flatMap(g -> g.slot);
      if (slot.isPresent() && world.weights().share(slot.get()) != 100 && !meddled(end.at())) {
        violated("I4", "rollout ended " + end.kind() + " with weights " + world.weights());
      }
    }
    if (!forward && active.isPresent()) {
      restored(active.get());
    }
    boolean bad = active.flatMap(world::group).filter(g -> g.truth.errorPercent() > 0).isPresent();
    // A first rollout that a gate halts may be accepted by a person.
    if (forward && bad && world.fleet().routed() && state.from().isPresent()) {
      violated("I10", "rollout ended " + end.kind() + " and a bad image keeps its traffic");
    }
    if (forward && active.isPresent()) {
      handedOver(state, active.get());
    }
  }

  private void handedOver(RolloutState state, GenerationId active) {
    Optional<Settings> wanted = state.from().map(from -> expected.get(from.generation()));
    Optional<SimGroup> group = world.group(active);
    if (wanted.isPresent()
        && group.isPresent()
        && !group.get().settings.automation().equals(wanted.get().automation())) {
      violated("I5", active + " did not inherit the automation " + wanted.get().automation());
    }
    group.ifPresent(g -> expected.putIfAbsent(active, g.settings));
  }

  private void restored(GenerationId id) {
    Settings wanted = expected.get(id);
    Optional<SimGroup> group = world.group(id);
    boolean same =
        wanted == null
            || group.isEmpty()
            || group.get().settings.equals(wanted)
            || (unsure.contains(id) && group.get().settings.withMin(0).equals(wanted.withMin(0)));
    if (!same) {
      violated("I5", id + " has " + group.orElseThrow().settings + ", before it had " + wanted);
    }
  }

  /** Checks an ended rollout against the truth. */
  public void check(RolloutState state) {
    state.end().ifPresent(end -> ended(state, end));
  }
}
