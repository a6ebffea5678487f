package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.TornDown;
import com.pharmaserv.repave.model.Weights;
import java.time.Instant;
import java.util.Optional;

/**
 * How a fleet is taken down on a person's word. With that word in the journal nothing of it is
 * active any more, so that everything of it is an orphan, which a sweep removes: now, or after a
 * crash the next time.
 */
public sealed interface TearDown {
  /** It must not be done. */
  record Refused(Reason reason) implements TearDown {}

  /** Nothing of the fleet is there. */
  record Gone(Reason reason) implements TearDown {}

  /**
   * It may be done.
   *
   * @param state with the person's word, for the journal
   * @param shift what takes the traffic off; empty where there is none
   */
  record Agreed(RolloutState state, Optional<ShiftTraffic> shift, Reason reason)
      implements TearDown {
    /** Who wants it and why. */
    public Reason word() {
      return state.tornDown().orElseThrow().why();
    }
  }

  /**
   * Looks at whether and how the fleet can be taken down.
   *
   * @param latest the fleet's latest rollout, which must have ended
   * @param word who wants it and why
   */
  static TearDown of(
      Fleet fleet, FleetView view, Optional<RolloutState> latest, Reason word, Instant now) {
    if (latest.isPresent() && !latest.get().ended()) {
      return new Refused(Reason.of(ReasonCode.ROLLOUT_OPEN, latest.get().id()));
    }
    if (view.generations().isEmpty()) {
      return new Gone(Reason.of(ReasonCode.NOTHING_TO_TEAR_DOWN));
    }
    if (latest.isEmpty()) {
      return new Refused(Reason.of(ReasonCode.NOT_IN_THE_JOURNAL, view.generations().get(0).id()));
    }
    Optional<Reason> held =
        view.generations().stream()
            .flatMap(generation -> Obstacles.holding(view, generation.placement()).stream())
            .findFirst();
    if (held.isPresent()) {
      return new Refused(held.get());
    }
    int machines =
        view.generations().stream().map(Generation::machines).mapToInt(m -> m.size()).sum();
    return new Agreed(
        marked(latest.get(), new TornDown(word, now)),
        shift(fleet, view),
        Reason.of(ReasonCode.WILL_TEAR_DOWN, view.generations().size(), machines));
  }

  private static RolloutState marked(RolloutState state, TornDown word) {
    Stage.Ended over = (Stage.Ended) state.stage();
    return state.with(new Stage.Ended(over.last(), over.end(), Optional.of(word)));
  }

  private static Optional<ShiftTraffic> shift(Fleet fleet, FleetView view) {
    return view.route()
        .filter(route -> fleet.routed() && !route.weights().equals(Weights.NONE))
        .map(route -> new ShiftTraffic(route.weights(), Weights.NONE));
  }
}
