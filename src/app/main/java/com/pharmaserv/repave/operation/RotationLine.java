package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.Upkeep;
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
  /** How old a look may be at a fleet that nobody rolls, and at the earlier environment. */
  private static final Duration REFRESH = Duration.ofMinutes(2);

  private final Place place;
  private final Optional<Place> earlier;
  private final Upkeep upkeep;
  private final Map<String, ImageId> baked;
  private final FleetLook.Fixes fixes;
  private final RotationState state;

  /** What was last seen of each fleet. */
  private final Map<FleetId, Seen> seen = new HashMap<>();

  private Optional<SeenProofs> seenProofs = Optional.empty();

  /** The fleets at the beginning. */
  private final List<FleetFacts> first;

  /**
   * Looks at all fleets and sets out to roll those that are stale.
   *
   * @param earlier where images prove themselves, if the environment says so
   * @param baked what each recipe bakes to now, by its name
   * @param parallel overrides the most fleets at a time
   * @param emergency overrides freezes and windows
   */
  RotationLine(
      Place place,
      Optional<Place> earlier,
      Map<String, ImageId> baked,
      FleetLook.Fixes fixes,
      Optional<Integer> parallel,
      Optional<String> emergency)
      throws RepaveException, IOException {
    this.place = place;
    this.earlier = earlier;
    this.upkeep =
        parallel.map(place.environment().upkeep()::atATime).orElse(place.environment().upkeep());
    this.baked = Map.copyOf(baked);
    this.fixes = fixes;
    Instant now = now();
    this.first = facts(Set.of(), Set.of(), Map.of());
    Map<FleetId, Stale> targets = new TreeMap<>();
    for (FleetFacts facts : first) {
      Stale.of(facts, upkeep.of(facts.fleet()), now)
          .ifPresent(stale -> targets.put(facts.fleet(), stale));
    }
    this.state = new RotationState(now, emergency, targets);
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

  RotationState state() {
    return state;
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
   * Reads what may have changed: fleets that have landed, that others roll, and all of them from
   * time to time. A thousand fleets at rest must not be read at every look.
   */
  private void read(Set<FleetId> taken, Set<FleetId> changed) throws RepaveException, IOException {
    Instant now = now();
    List<Fleet> read =
        place.environment().fleets().stream()
            .filter(fleet -> !taken.contains(fleet.id()))
            .filter(fleet -> changed.contains(fleet.id()) || isOld(fleet.id(), now))
            .toList();
    for (FleetLook look : FleetLook.all(place, read)) {
      Fleet fleet = look.fleet();
      FleetFacts facts = look.facts(Objects.requireNonNull(baked.get(fleet.image())), fixes);
      seen.put(fleet.id(), new Seen(facts, now));
    }
  }

  private boolean isOld(FleetId fleet, Instant now) {
    Seen is = seen.get(fleet);
    return is == null
        || is.facts().work() == FleetFacts.Work.ROLLED
        || !is.at().plus(REFRESH).isAfter(now);
  }

  private record Seen(FleetFacts facts, Instant at) {}

  private record SeenProofs(Proofs proofs, Instant at) {}

  private Proofs proofs() throws RepaveException {
    if (upkeep.after().isEmpty() || earlier.isEmpty()) {
      return Proofs.NONE;
    }
    Instant now = now();
    if (seenProofs.filter(is -> is.at().plus(REFRESH).isAfter(now)).isEmpty()) {
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
