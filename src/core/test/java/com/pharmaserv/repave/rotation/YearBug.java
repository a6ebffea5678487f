package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.calendar.OpenTimes;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.rotation.FleetFacts.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Deciders with a fault each, which the judge of a simulated year must notice. */
enum YearBug {
  NONE,
  IGNORES_WINDOWS,
  IGNORES_FREEZES,
  IGNORES_THE_LIMIT_OF_FLEETS,
  IGNORES_THE_SHARE,
  NEVER_STOPS,
  SKIPS_THE_EARLIER_ENVIRONMENT,
  COUNTS_NO_REQUESTS,
  IGNORES_HOLDS,
  FORGETS_DEADLINES,
  FORGETS_FAILURES,
  LEAVES_WHAT_IS_LEFT,
  IS_IDLE;

  Rotation decide(
      Upkeep policy, RotationState state, List<FleetFacts> facts, Proofs proofs, Instant now) {
    if (this == NONE) {
      return RotationDecider.decide(policy, state, facts, proofs, now);
    }
    Rotation decided =
        RotationDecider.decide(policy(policy), state(state), facts(facts), proofs, now);
    return this == IS_IDLE
        ? new Rotation(
            decided.steps().entrySet().stream()
                .filter(e -> !(e.getValue() instanceof Step.Begin))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        : decided;
  }

  private Upkeep policy(Upkeep is) {
    OpenTimes times = is.times();
    return new Upkeep(
        is.freshness(),
        is.own(),
        switch (this) {
          case IGNORES_WINDOWS -> new OpenTimes(times.zone(), List.of(), times.freezes());
          case IGNORES_FREEZES -> new OpenTimes(times.zone(), times.windows(), List.of());
          default -> times;
        },
        switch (this) {
          case SKIPS_THE_EARLIER_ENVIRONMENT -> Optional.empty();
          case COUNTS_NO_REQUESTS ->
              is.after().map(a -> new Upkeep.After(a.environment(), a.proven(), 0));
          default -> is.after();
        },
        this == IGNORES_THE_LIMIT_OF_FLEETS ? Upkeep.FLEETS_MAX : is.fleets(),
        this == IGNORES_THE_SHARE ? 100 : is.sharePercent(),
        this == NEVER_STOPS ? Upkeep.STOP_AFTER_MAX : is.stopAfter());
  }

  private RotationState state(RotationState is) {
    if (this != FORGETS_DEADLINES) {
      return is;
    }
    Map<FleetId, Stale> targets = new TreeMap<>(is.targets());
    targets.replaceAll(
        (fleet, stale) -> new Stale(stale.image(), stale.again(), stale.why(), Optional.empty()));
    return new RotationState(is.opened(), is.emergency(), targets);
  }

  private List<FleetFacts> facts(List<FleetFacts> are) {
    return are.stream()
        .map(
            is ->
                new FleetFacts(
                    is.fleet(),
                    is.machines(),
                    is.running(),
                    is.newest(),
                    is.lacks(),
                    this == LEAVES_WHAT_IS_LEFT && is.work() == Work.LEFT ? Work.ROLLED : is.work(),
                    this == FORGETS_FAILURES && is.work() == Work.NOTHING
                        ? Optional.empty()
                        : is.last(),
                    this == IGNORES_HOLDS ? Optional.empty() : is.barred(),
                    is.refused(),
                    is.usual()))
        .toList();
  }
}
