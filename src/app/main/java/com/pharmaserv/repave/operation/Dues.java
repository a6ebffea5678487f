package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RotationPlan;
import com.pharmaserv.repave.model.RotationPlan.Change;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.operation.Rotated.Due;
import com.pharmaserv.repave.rotation.FleetFacts;
import com.pharmaserv.repave.rotation.FleetFacts.Running;
import com.pharmaserv.repave.rotation.Rotation;
import com.pharmaserv.repave.rotation.Stale;
import com.pharmaserv.repave.rotation.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What of an environment is stale, and what stands in its way. */
final class Dues {
  private Dues() {}

  /**
   * All that is stale, in the order in which it is rolled.
   *
   * @param wave that the environment belongs to
   */
  static List<Due> of(RotationLine line, Rotation rotation, int wave) {
    Instant now = line.place().provider().time().now();
    List<Due> all = new ArrayList<>();
    rotation
        .steps()
        .forEach(
            (fleet, step) -> {
              Optional<Stale> target = Optional.ofNullable(line.state().targets().get(fleet));
              if (target.isPresent() && !(step instanceof Step.Done)) {
                all.add(due(line.facts(fleet), target.get(), step, wave, now));
              }
            });
    return all;
  }

  private static Due due(FleetFacts facts, Stale target, Step step, int wave, Instant now) {
    Optional<Instant> earliest =
        step instanceof Step.Begin
            ? Optional.of(now)
            : step instanceof Step.Waits waits ? waits.until() : Optional.empty();
    return new Due(
        facts.fleet(),
        wave,
        facts.running().map(Running::image),
        target.image(),
        target.why(),
        target.deadline(),
        earliest,
        why(step, facts),
        facts.usual());
  }

  private static Optional<Reason> why(Step step, FleetFacts facts) {
    if (step instanceof Step.Waits waits) {
      return Optional.of(waits.why());
    }
    if (step instanceof Step.Barred barred) {
      return Optional.of(barred.why());
    }
    return step instanceof Step.Rolling
        ? facts.last().map(open -> Reason.of(ReasonCode.ROLLOUT_OPEN, open.rollout()))
        : Optional.empty();
  }

  /** What they change. */
  static RotationPlan plan(List<Due> dues, Optional<String> emergency) {
    Map<FleetId, Change> changes = new TreeMap<>();
    dues.forEach(due -> changes.put(due.fleet(), new Change(due.runningImage(), due.image())));
    return RotationPlan.of(emergency, changes);
  }

  /** One more than the wave of the environment where its images prove themselves first, if any. */
  static int wave(Place place, Map<EnvironmentId, Place> earlier) {
    Set<EnvironmentId> seen = new HashSet<>();
    Optional<Place> at = Optional.of(place);
    while (at.isPresent() && seen.add(at.get().environment().id())) {
      at = at.get().environment().upkeep().after().map(Upkeep.After::environment).map(earlier::get);
    }
    return seen.size();
  }
}
