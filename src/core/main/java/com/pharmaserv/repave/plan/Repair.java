package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Weights;
import java.util.Optional;

/** How a route that somebody changed is put back: all traffic to the generation of the journal. */
public sealed interface Repair {
  /** Nothing is to be done. */
  record Whole(Reason reason) implements Repair {}

  /** It must not be done. */
  record Refused(Reason reason) implements Repair {}

  /** These weights put it right. */
  record Shift(Generation to, ShiftTraffic action, Reason reason) implements Repair {}

  /**
   * Looks for what would put the route right.
   *
   * @param latest the fleet's latest rollout, which must have ended
   */
  static Repair of(Fleet fleet, FleetView view, Optional<RolloutState> latest) {
    if (latest.isPresent() && !latest.get().ended()) {
      return new Refused(Reason.of(ReasonCode.ROLLOUT_OPEN, latest.get().id()));
    }
    Optional<Placement> journaled = latest.flatMap(RolloutState::active);
    Optional<Generation> active = journaled.flatMap(p -> view.find(p.generation()));
    if (active.isEmpty() || active.get().slot().isEmpty() || view.route().isEmpty()) {
      return new Refused(Reason.of(ReasonCode.NOTHING_TO_ROUTE_TO));
    }
    Generation to = active.get();
    Weights wanted = Weights.of(to.slot().orElseThrow(), 100);
    Weights shown = view.route().get().weights();
    if (shown.equals(wanted)) {
      return new Whole(Reason.of(ReasonCode.ROUTE_AS_JOURNALED, to.id()));
    }
    // Where nobody is served, anything is better.
    int needed =
        Drift.astray(fleet, view).isPresent() ? 1 : fleet.policy().needed(to.desired(), 100);
    if (to.serving() < Math.max(1, needed)) {
      return new Refused(
          Reason.of(ReasonCode.ACTIVE_UNHEALTHY, to.id(), to.serving(), to.desired()));
    }
    return new Shift(
        to,
        new ShiftTraffic(/* expected= */ shown, /* weights= */ wanted),
        Reason.of(ReasonCode.WILL_REPAIR, wanted, to.id()));
  }
}
