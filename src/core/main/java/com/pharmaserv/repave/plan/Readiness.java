package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import java.util.Optional;

/** Whether a generation may carry traffic, answered with the reason why not. */
final class Readiness {
  private Readiness() {}

  /**
   * Demands that the healthy machines are exactly the machines in service, that there are as many
   * as desired, and that no zone is missing in which the active generation serves.
   */
  static Optional<String> notReady(Turn turn) {
    Optional<Generation> candidate = turn.to();
    if (candidate.isEmpty()) {
      return Optional.of(turn.state().to().generation() + " does not exist yet");
    }
    Optional<String> launching = notLaunched(turn, candidate.get());
    if (launching.isPresent()) {
      return launching;
    }
    for (Machine machine : candidate.get().machines()) {
      if (machine.lifecycle() != Lifecycle.TERMINATING && !machine.serves()) {
        return Optional.of(
            "machine "
                + machine.id()
                + " in "
                + machine.zone()
                + " is "
                + word(machine.health().name()));
      }
    }
    Optional<String> stranger =
        turn.state()
            .to()
            .slot()
            .flatMap(slot -> turn.seen().fleet().route().flatMap(r -> r.stranger(slot)));
    if (stranger.isPresent()) {
      return Optional.of(
          stranger.get() + " stands in its slot and is no machine of " + candidate.get().id());
    }
    var zones = candidate.get().servingByZone();
    return turn.from().stream()
        .flatMap(from -> from.servingByZone().keySet().stream())
        .filter(zone -> !turn.state().promoted() && !zones.containsKey(zone))
        .findFirst()
        .map(zone -> candidate.get().id() + " has no machine in " + zone);
  }

  /** Demands the desired number of machines in service, healthy or not. */
  static Optional<String> notLaunched(Turn turn, Generation candidate) {
    if (candidate.desired() != turn.desired()) {
      return Optional.of(
          candidate.id()
              + " is sized for "
              + candidate.desired()
              + " machines, not "
              + turn.desired());
    }
    if (candidate.inService() < turn.desired()) {
      return Optional.of(
          candidate.inService()
              + " of "
              + turn.desired()
              + " machines of "
              + candidate.id()
              + " are in service");
    }
    return Optional.empty();
  }

  /** Whether machines are in service and yet not healthy: then the image is suspect. */
  static boolean unhealthyInService(Optional<Generation> generation) {
    return generation.stream()
        .flatMap(g -> g.machines().stream())
        .anyMatch(m -> m.lifecycle() == Lifecycle.IN_SERVICE && !m.serves());
  }

  private static String word(String constant) {
    return constant.toLowerCase(java.util.Locale.ROOT);
  }
}
