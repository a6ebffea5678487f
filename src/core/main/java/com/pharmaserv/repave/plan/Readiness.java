package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Stage;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether the candidate may carry traffic, answered with the reason why not. */
final class Readiness {
  private Readiness() {}

  /**
   * Demands that the healthy machines are exactly the machines in service, that there are as many
   * as desired, and that no zone is missing in which the active generation serves.
   */
  static Optional<Reason> notReady(Turn turn) {
    Optional<Generation> candidate = turn.to();
    if (candidate.isEmpty()) {
      return Optional.of(Reason.of(ReasonCode.CANDIDATE_MISSING, turn.state().to().generation()));
    }
    return notLaunched(turn, candidate.get())
        .or(() -> unhealthy(candidate.get()))
        .or(() -> stranger(turn, candidate.get()))
        .or(() -> emptyZone(turn, candidate.get()));
  }

  /** The same, or else that it must stay so for a while. */
  static Reason notReadyLongEnough(Turn turn) {
    return notReady(turn)
        .orElseGet(() -> Reason.of(ReasonCode.STABILIZING, turn.bounds().stability()));
  }

  /** Demands the desired number of machines in service, healthy or not. */
  static Optional<Reason> notLaunched(Turn turn, Generation candidate) {
    int wanted = turn.desired();
    if (candidate.desired() != wanted) {
      return Optional.of(
          Reason.of(ReasonCode.SIZE_DIFFERS, candidate.id(), candidate.desired(), wanted));
    }
    if (candidate.inService() < wanted) {
      return Optional.of(
          Reason.of(ReasonCode.MACHINES_STARTING, candidate.id(), candidate.inService(), wanted));
    }
    return Optional.empty();
  }

  /** Why the machines were not ready in time. */
  static Reason late(Turn turn) {
    Duration waited = Duration.between(turn.state().since(), turn.now());
    return notReady(turn)
        .orElseGet(() -> Reason.of(ReasonCode.UNSTABLE))
        .and(Reason.of(ReasonCode.LATE, waited))
        .and(turn.trouble());
  }

  private static Optional<Reason> unhealthy(Generation candidate) {
    return candidate.machines().stream()
        .filter(machine -> machine.lifecycle() != Lifecycle.TERMINATING && !machine.serves())
        .findFirst()
        .map(Readiness::unhealthy);
  }

  private static Reason unhealthy(Machine machine) {
    String health = machine.health().name().toLowerCase(Locale.ROOT);
    return Reason.of(ReasonCode.MACHINE_UNHEALTHY, machine.id(), machine.zone(), health);
  }

  private static Optional<Reason> stranger(Turn turn, Generation candidate) {
    Placement to = turn.state().to();
    Optional<RouteView> route = turn.seen().fleet().route();
    return to.slot()
        .flatMap(slot -> route.flatMap(r -> r.stranger(slot)))
        .map(target -> Reason.of(ReasonCode.STRANGER_IN_SLOT, target, candidate.id()));
  }

  private static Optional<Reason> emptyZone(Turn turn, Generation candidate) {
    if (turn.state().promoted()) {
      return Optional.empty();
    }
    Set<String> zones = candidate.servingByZone().keySet();
    return turn.from().stream()
        .flatMap(from -> from.servingByZone().keySet().stream())
        .filter(zone -> !zones.contains(zone))
        .findFirst()
        .map(zone -> Reason.of(ReasonCode.ZONE_EMPTY, candidate.id(), zone));
  }

  /**
   * Whether machines are in service and have been found unhealthy: then the image is suspect. One
   * that has not been asked often enough yet is not.
   */
  static boolean unhealthyInService(Optional<Generation> generation) {
    return generation.stream()
        .flatMap(g -> g.machines().stream())
        .anyMatch(m -> m.lifecycle() == Lifecycle.IN_SERVICE && m.health() == Health.UNHEALTHY);
  }

  /** Notes since when the candidate has been ready without a break. */
  static Turn watched(Turn turn) {
    if (!(turn.state().stage() instanceof Stage.Watched watched)) {
      return turn;
    }
    boolean ready = notReady(turn).isEmpty();
    return ready == watched.stableSince().isPresent()
        ? turn
        : turn.with(watched.stable(turn.holding(ready, Optional.empty())));
  }
}
