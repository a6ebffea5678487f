package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Upkeep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An environment of a simulated year. */
final class YearEnvironment {
  final EnvironmentId id;
  final Upkeep policy;
  final List<YearFleet> fleets;
  final Map<String, YearRecipe> recipes;
  final Optional<YearEnvironment> earlier;

  /** The rotation that runners share; empty while there is none. */
  Optional<RotationState> rotation = Optional.empty();

  YearEnvironment(
      EnvironmentId id,
      Upkeep policy,
      List<YearFleet> fleets,
      Map<String, YearRecipe> recipes,
      Optional<YearEnvironment> earlier) {
    this.id = id;
    this.policy = policy;
    this.fleets = fleets;
    this.recipes = recipes;
    this.earlier = earlier;
  }

  YearRecipe recipe(YearFleet fleet) {
    return Objects.requireNonNull(recipes.get(fleet.recipe));
  }

  List<FleetFacts> facts(Instant now) {
    return fleets.stream().map(fleet -> fleet.facts(recipe(fleet), now)).toList();
  }

  Proofs proofs(RotationState state, Instant now) {
    return earlier
        .filter(e -> !state.targets().isEmpty())
        .map(
            e ->
                Proofs.of(
                    e.fleets.stream().collect(Collectors.toMap(f -> f.id, f -> f.recipe)),
                    e.fleets.stream().map(f -> f.trial(now)).toList()))
        .orElse(Proofs.NONE);
  }

  /** What is stale now. */
  Map<FleetId, Stale> stale(Instant now) {
    Map<FleetId, Stale> stale = new TreeMap<>();
    for (FleetFacts facts : facts(now)) {
      Stale.of(facts, policy.of(facts.fleet()), now)
          .ifPresent(why -> stale.put(facts.fleet(), why));
    }
    return stale;
  }
}
