package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RotationPlan;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.Leases.Tally;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.rotation.FleetFacts;
import com.pharmaserv.repave.rotation.Proofs;
import com.pharmaserv.repave.rotation.Rotation;
import com.pharmaserv.repave.rotation.RotationDecider;
import com.pharmaserv.repave.rotation.RotationState;
import com.pharmaserv.repave.rotation.Stale;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rotation of one environment: what is stale there, and what may be rolled now. */
final class RotationLine implements RotationRun.Line {
  /** How old a look may be at a fleet whose lease nobody has taken since. */
  private static final Duration REFRESH = Duration.ofMinutes(10);

  /** How old a look at the earlier environment may be. */
  private static final Duration REFRESH_PROOFS = Duration.ofMinutes(2);

  /** How soon it is asked again whether this process may take fleets. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Place place;
  private final Optional<Place> earlier;
  private final Upkeep upkeep;
  private final Optional<String> emergency;
  private final Optional<RotationPlan> plan;
  private final Map<String, ImageId> baked;
  private final FleetLook.Fixes fixes;
  private final Operator operator;
  private final RotationLog log;
  private RotationState state;

  /** Whether the journal has the rotation; one without a target is not worth a record. */
  private boolean recorded;

  private boolean superseded;

  /** What was last seen of each fleet. */
  private final Map<FleetId, Seen> seen = new HashMap<>();

  private Optional<SeenProofs> seenProofs = Optional.empty();

  /** The fleets at the beginning. */
  private final List<FleetFacts> first;

  /**
   * Looks at all fleets, and at the rotation that is open.
   *
   * @param earlier where images prove themselves, if the environment says so
   * @param baked what each recipe bakes to now, by its name
   */
  RotationLine(
      Place place,
      Optional<Place> earlier,
      Map<String, ImageId> baked,
      FleetLook.Fixes fixes,
      RotateFleets.Request request,
      Operator operator)
      throws RepaveException, IOException {
    Environment environment = place.environment();
    this.place = place;
    this.earlier = earlier;
    this.upkeep =
        request.parallel().map(environment.upkeep()::atATime).orElse(environment.upkeep());
    this.emergency = request.emergency();
    this.plan = request.plan();
    this.baked = Map.copyOf(baked);
    this.fixes = fixes;
    this.operator = operator;
    this.log =
        new RotationLog(place.provider(), environment.id(), operator.name(), request.reason());
    this.first = facts(Set.of(), Set.of(), Map.of());
    RotationState wanted = wanted(first);
    this.state = joinable(first, wanted).orElse(wanted);
  }

  /** What a rotation that begins now would set out to do. */
  private RotationState wanted(List<FleetFacts> all) {
    Map<FleetId, Stale> targets = new TreeMap<>();
    for (FleetFacts facts : all) {
      Stale.of(facts, upkeep.of(facts.fleet()), now())
          .filter(stale -> isPlanned(facts.fleet(), stale))
          .ifPresent(stale -> targets.put(facts.fleet(), stale));
    }
    return new RotationState(now(), emergency, targets);
  }

  /** Where a plan is carried out, nothing else is, whatever turns stale meanwhile. */
  private boolean isPlanned(FleetId fleet, Stale stale) {
    return plan.isEmpty()
        || Optional.ofNullable(plan.get().fleets().get(fleet))
            .filter(change -> change.to().equals(stale.image()))
            .isPresent();
  }

  /**
   * The rotation that is open, if it wants the same and somebody is or was about to carry it on.
   */
  private Optional<RotationState> joinable(List<FleetFacts> all, RotationState wanted)
      throws RepaveException {
    Optional<RotationState> open = log.open();
    return open.isPresent()
            && goesFor(open.get(), wanted)
            && RotationDecider.decide(upkeep, open.get(), all, proofs(), now()).moves()
        ? open
        : Optional.empty();
  }

  /** Whether a rotation wants all of that, and nothing that a plan forbids. */
  private boolean goesFor(RotationState open, RotationState wanted) {
    return open.goesFor(wanted.targets(), emergency)
        && open.targets().entrySet().stream()
            .allMatch(target -> isPlanned(target.getKey(), target.getValue()));
  }

  Place place() {
    return place;
  }

  @Override
  public int atATime() {
    return upkeep.fleets();
  }

  List<FleetFacts> first() {
    return first;
  }

  /** Of one fleet, at the beginning. */
  FleetFacts facts(FleetId fleet) {
    return first.stream().filter(f -> f.fleet().equals(fleet)).findFirst().orElseThrow();
  }

  RotationState state() {
    return state;
  }

  @Override
  public void setOut() throws RepaveException, IOException, InterruptedException {
    Instant bound = now().plus(Leases.TERM).plus(Leases.TERM);
    while (!whileAlone(this::join)) {
      if (now().isAfter(bound)) {
        throw new RequestException(
            "others are at the rotation of %s without a break; try again later"
                .formatted(place.environment().name()));
      }
      place.provider().time().sleepUntil(now().plus(SOON));
    }
  }

  private void join(Lease lease) throws RepaveException, IOException {
    List<FleetFacts> all = facts(Set.of(), Set.of(), Map.of());
    RotationState wanted = wanted(all);
    Optional<RotationState> open = joinable(all, wanted);
    recorded = open.isPresent() || !wanted.targets().isEmpty();
    state = open.isPresent() ? open.get() : recorded ? log.open(wanted, lease) : wanted;
  }

  @Override
  public boolean alone(RotationRun.Taking taking)
      throws RepaveException, IOException, InterruptedException {
    return whileAlone(
        lease -> {
          if (log.changed()) {
            goWith(lease);
          }
          if (!superseded) {
            taking.take();
          }
        });
  }

  /** Somebody has written: the rotation has ended, or another one has begun. */
  private void goWith(Lease lease) throws RepaveException, IOException {
    Optional<RotationState> open = log.open();
    if (open.isEmpty()) {
      join(lease);
    } else if (goesFor(open.get(), wanted(facts(Set.of(), Set.of(), Map.of())))) {
      state = open.get();
    } else {
      superseded = true;
    }
  }

  @Override
  public boolean superseded() {
    return superseded;
  }

  @Override
  public void end(Rotation last) throws RepaveException, IOException, InterruptedException {
    if (recorded && !superseded && !last.moves()) {
      // Where others are at it, one of them ends it, or the next one who begins.
      whileAlone(
          lease -> {
            if (!log.changed()) {
              log.end(last, lease);
            }
          });
    }
  }

  /** What is done while no other process sets out, takes or ends. */
  private interface Work {
    void under(Lease lease) throws RepaveException, IOException, InterruptedException;
  }

  /** Whether it was done; not while another process is at it. */
  private boolean whileAlone(Work work) throws RepaveException, IOException, InterruptedException {
    Leases leases = place.provider().leases();
    Lease lease;
    try {
      lease = leases.acquire(FleetId.ofRotation(place.environment().id()), operator.holder());
    } catch (Leases.LeaseHeldException another) {
      return false;
    }
    try {
      work.under(lease);
    } finally {
      leases.release(lease);
    }
    return true;
  }

  Fleet fleet(FleetId id) {
    return place.environment().fleet(id.name()).orElseThrow();
  }

  @Override
  public Rotation look(Set<FleetId> taken, Set<FleetId> changed, Map<FleetId, Reason> refused)
      throws RepaveException, IOException {
    return RotationDecider.decide(upkeep, state, facts(taken, changed, refused), proofs(), now());
  }

  private Instant now() {
    return place.provider().time().now();
  }

  private List<FleetFacts> facts(
      Set<FleetId> taken, Set<FleetId> changed, Map<FleetId, Reason> refused)
      throws RepaveException, IOException {
    read(taken, changed);
    List<FleetFacts> all = new ArrayList<>();
    for (Fleet fleet : place.environment().fleets()) {
      FleetFacts facts = Objects.requireNonNull(seen.get(fleet.id())).facts();
      all.add(
          taken.contains(fleet.id())
              ? facts.rolled()
              : Optional.ofNullable(refused.get(fleet.id())).map(facts::refused).orElse(facts));
    }
    return all;
  }

  /**
   * Reads what may have changed: fleets that have landed, fleets whose leases were taken or have
   * ended, and all of them from time to time. A thousand fleets at rest must not be read at every
   * look.
   */
  private void read(Set<FleetId> taken, Set<FleetId> changed) throws RepaveException, IOException {
    Instant now = now();
    List<Fleet> fleets =
        place.environment().fleets().stream().filter(fleet -> !taken.contains(fleet.id())).toList();
    // Before the journals: what is written meanwhile belongs to the next look.
    Map<FleetId, Tally> tallies =
        place.provider().leases().tallies(fleets.stream().map(Fleet::id).toList());
    List<Fleet> read =
        fleets.stream()
            .filter(f -> changed.contains(f.id()) || isOld(f.id(), tally(tallies, f.id()), now))
            .toList();
    for (FleetLook look : FleetLook.all(place, read)) {
      Fleet fleet = look.fleet();
      Tally tally = tally(tallies, fleet.id());
      FleetFacts facts =
          look.facts(Objects.requireNonNull(baked.get(fleet.image())), fixes, tally.held());
      seen.put(fleet.id(), new Seen(facts, tally, now));
    }
  }

  private static Tally tally(Map<FleetId, Tally> tallies, FleetId fleet) {
    return tallies.getOrDefault(fleet, Tally.NONE);
  }

  private boolean isOld(FleetId fleet, Tally tally, Instant now) {
    Seen is = seen.get(fleet);
    return is == null || !is.tally().equals(tally) || !is.at().plus(REFRESH).isAfter(now);
  }

  private record Seen(FleetFacts facts, Tally tally, Instant at) {}

  private record SeenProofs(Proofs proofs, Instant at) {}

  private Proofs proofs() throws RepaveException {
    if (upkeep.after().isEmpty() || earlier.isEmpty()) {
      return Proofs.NONE;
    }
    Instant now = now();
    if (seenProofs.filter(is -> is.at().plus(REFRESH_PROOFS).isAfter(now)).isEmpty()) {
      seenProofs = Optional.of(new SeenProofs(readProofs(), now));
    }
    return seenProofs.get().proofs();
  }

  private Proofs readProofs() throws RepaveException {
    Place before = earlier.orElseThrow();
    int requests = upkeep.after().orElseThrow().requests();
    Map<FleetId, String> recipes = new HashMap<>();
    List<Proofs.Trial> trials = new ArrayList<>();
    for (FleetLook look : FleetLook.all(before, before.environment().fleets())) {
      recipes.put(look.fleet().id(), look.fleet().image());
      trials.add(look.trial(requests));
    }
    return Proofs.of(recipes, trials);
  }
}
