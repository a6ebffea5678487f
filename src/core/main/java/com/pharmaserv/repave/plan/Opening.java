package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.RolloutState.Traffic;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Weights;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether and how a new rollout may begin. */
public sealed interface Opening {
  /** The rollout may begin in this state. */
  record Opened(RolloutState state) implements Opening {}

  /** The fleet runs the image already. */
  record Idle(Reason reason) implements Opening {}

  /** It must not begin. */
  record Refused(Reason reason) implements Opening {}

  /**
   * Opens a rollout. Only here the image's channel is asked for: a rollout that is open goes on,
   * forward or back, although somebody takes its image back meanwhile. Whoever wants more blocks
   * the image, which keeps its machines from starting, or aborts.
   *
   * @param latest the fleet's latest rollout, which must have ended
   * @param alarms that the policy names, as they stand now
   * @param again roll even if the active generation runs the image already
   */
  static Opening open(
      Fleet fleet,
      Image image,
      FleetView view,
      Optional<RolloutState> latest,
      List<Alarm> alarms,
      String reason,
      boolean again,
      Instant now) {
    if (latest.isPresent() && !latest.get().ended()) {
      return refused(ReasonCode.ROLLOUT_OPEN, latest.get().id());
    }
    if (image.block().isPresent()) {
      return refused(ReasonCode.IMAGE_BLOCKED, image.id(), image.block().get().reason());
    }
    if (!image.channel().covers(fleet.channel())) {
      return new Refused(notReleased(fleet, image));
    }
    Weights weights = view.route().map(FleetView.RouteView::weights).orElse(Weights.NONE);
    if (weights.blue() > 0 && weights.green() > 0) {
      return refused(ReasonCode.TRAFFIC_SPLIT, weights);
    }
    Optional<Reason> others = Obstacles.clocks(view).or(() -> Obstacles.any(view));
    if (others.isPresent()) {
      return new Refused(others.get());
    }
    Optional<Reason> astray = Drift.astray(fleet, view);
    if (astray.isPresent()) {
      return new Refused(astray.get());
    }
    Optional<Generation> active = active(fleet, view, latest);
    if (!again && active.isPresent() && active.get().image().equals(image.id())) {
      return new Idle(
          Reason.of(ReasonCode.RUNS_ALREADY, fleet.id(), image.id(), active.get().id()));
    }
    if (active.filter(generation -> generation.desired() == 0).isPresent()) {
      return refused(ReasonCode.FLEET_AT_ZERO, active.get().id());
    }
    Optional<Generation> leftOver =
        view.generations().stream()
            .filter(g -> active.isEmpty() || !g.id().equals(active.get().id()))
            .findFirst();
    if (leftOver.isPresent()) {
      return refused(ReasonCode.GENERATION_LEFT_OVER, leftOver.get().id());
    }
    Optional<Slot> slot = fleet.routed() ? Optional.of(idleSlot(weights)) : Optional.empty();
    Optional<String> stranger = slot.flatMap(s -> view.route().flatMap(r -> r.stranger(s)));
    if (stranger.isPresent()) {
      return refused(ReasonCode.STRANGER_IN_IDLE_SLOT, stranger.get(), slot.orElseThrow());
    }
    Optional<Alarm> fires =
        alarms.stream().filter(alarm -> alarm.state() == Alarm.State.FIRING).findFirst();
    // A fleet without machines sets off alarms; its first rollout is what makes them quiet.
    if (fires.isPresent() && active.isPresent()) {
      return new Refused(Conditions.firing(fires.get()));
    }
    return new Opened(state(fleet, image, view, latest, active, slot, reason, now));
  }

  private static RolloutState state(
      Fleet fleet,
      Image image,
      FleetView view,
      Optional<RolloutState> latest,
      Optional<Generation> active,
      Optional<Slot> slot,
      String reason,
      Instant now) {
    Weights weights = view.route().map(FleetView.RouteView::weights).orElse(Weights.NONE);
    int generation =
        1
            + highest(
                latest.map(l -> l.to().generation().number()),
                view.generations().stream().mapToInt(g -> g.id().number()));
    int rollout =
        1
            + highest(
                latest.map(l -> l.id().number()),
                view.generations().stream().mapToInt(g -> g.rollout().number()));
    return new RolloutState(
        new RolloutId(fleet.id(), rollout),
        active.map(Generation::placement),
        new Placement(new GenerationId(fleet.id(), generation), slot, image.id()),
        reason,
        Traffic.found(weights),
        Optional.empty(),
        latest.map(RolloutState::signalSeen).orElse(0L),
        new Stage.Preparing(Pace.of(Span.of(now, fleet.policy().bounds().shift())), false));
  }

  /** Why the image may not roll where the fleet's channel is asked for. */
  static Reason notReleased(Fleet fleet, Image image) {
    return Reason.of(ReasonCode.IMAGE_NOT_RELEASED, image.id(), image.channel(), fleet.channel());
  }

  private static Refused refused(ReasonCode code, Object... values) {
    return new Refused(Reason.of(code, values));
  }

  private static int highest(Optional<Integer> first, IntStream others) {
    return Math.max(first.orElse(0), others.max().orElse(0));
  }

  private static Slot idleSlot(Weights weights) {
    return weights.blue() > 0 ? Slot.GREEN : Slot.BLUE;
  }

  /** The generation that carries the fleet: by the route, or without one by the journal. */
  static Optional<Generation> active(Fleet fleet, FleetView view, Optional<RolloutState> latest) {
    if (view.route().isPresent() && fleet.routed()) {
      Weights weights = view.route().get().weights();
      Optional<Slot> slot =
          weights.blue() == 100
              ? Optional.of(Slot.BLUE)
              : weights.green() == 100 ? Optional.of(Slot.GREEN) : Optional.empty();
      return slot.flatMap(view::in);
    }
    if (latest.isEmpty() && view.generations().size() == 1) {
      // The journal is new or was lost: a fleet's only generation is the one that works.
      return Optional.of(view.generations().get(0));
    }
    return latest.flatMap(RolloutState::active).flatMap(p -> view.find(p.generation()));
  }
}
