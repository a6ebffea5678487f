package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What others did to a fleet, and whether it is in the way. */
public final class Obstacles {
  /**
   * How far two clocks may be apart when a rollout begins. What is counted is counted by the
   * provider's clock whatever the difference; leases of several tools, which each writes by its
   * own, bear half of a term.
   */
  static final Duration SKEW_MAX = Duration.ofSeconds(30);

  private Obstacles() {}

  /** Everything that people should know, whether it is in the way or not. */
  public static List<Reason> of(FleetView view) {
    List<Reason> reasons = inTheWay(view);
    return clocks(view).isPresent()
        ? reasons
        : Stream.concat(differing(view).stream(), reasons.stream()).toList();
  }

  /** Everything that keeps a rollout from beginning. */
  static List<Reason> inTheWay(FleetView view) {
    return Stream.concat(clocks(view).stream(), view.obstacles().stream().map(Obstacles::reason))
        .toList();
  }

  /** The two clocks differ, and no more than they may. */
  static Optional<Reason> differing(FleetView view) {
    Duration apart = view.skew().abs();
    return apart.isZero()
        ? Optional.empty()
        : Optional.of(Reason.of(ReasonCode.CLOCKS_DIFFER, apart, side(view)));
  }

  private static String side(FleetView view) {
    return view.skew().isNegative() ? "behind" : "ahead";
  }

  /** Everything that is in the way of a rollout of this fleet, the first with the others. */
  static Optional<Reason> any(FleetView view) {
    return joined(view.obstacles());
  }

  /** What is in the way of taking the placement's machines away. */
  static Optional<Reason> holding(FleetView view, Placement placement) {
    return joined(view.obstacles().stream().filter(o -> o.holds(placement)).toList());
  }

  /** What a new generation would not get from this one. */
  static Optional<Reason> lost(FleetView view, Placement placement) {
    return joined(
        view.obstacles().stream()
            .filter(o -> o.kind() == Obstacle.Kind.SETTING)
            .filter(o -> o.generation().equals(Optional.of(placement.generation())))
            .toList());
  }

  /** The two clocks are too far apart for a rollout to begin. */
  static Optional<Reason> clocks(FleetView view) {
    Duration apart = view.skew().abs();
    return apart.compareTo(SKEW_MAX) <= 0
        ? Optional.empty()
        : Optional.of(Reason.of(ReasonCode.CLOCKS_APART, apart, side(view), SKEW_MAX));
  }

  private static Reason reason(Obstacle obstacle) {
    ReasonCode code =
        switch (obstacle.kind()) {
          case WAY_IN -> ReasonCode.OTHER_WAY_IN;
          case SETTING -> ReasonCode.SETTING_NOT_CARRIED;
          case MACHINE -> ReasonCode.MACHINE_HELD;
          case REPLACEMENT -> ReasonCode.MACHINES_BEING_REPLACED;
        };
    return Reason.of(code, obstacle.what());
  }

  private static Optional<Reason> joined(List<Obstacle> obstacles) {
    List<Reason> reasons = obstacles.stream().map(Obstacles::reason).toList();
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(reasons.get(0).and(reasons.subList(1, reasons.size())));
  }
}
