package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares a fleet with what its journal and its environment file say. */
public final class Drift {
  private Drift() {}

  /** One difference. */
  public record Finding(Kind kind, Reason what) {}

  /** What differs. */
  public enum Kind {
    ORPHAN,
    WEIGHTS,
    IMAGE,
    HEALTH,
    CAPACITY,
    MISSING,
    OBSTACLE,
    ROLLOUT
  }

  /** Everything that is not as it should be, the worst first. */
  public static List<Finding> of(
      Fleet fleet, FleetView view, Optional<RolloutState> latest, List<Image> images) {
    List<Finding> findings = new ArrayList<>();
    for (Generation orphan : orphans(fleet, view, latest)) {
      findings.add(finding(Kind.ORPHAN, ReasonCode.ORPHAN, orphan.id(), orphan.machines().size()));
    }
    Optional<Generation> active = Opening.active(fleet, view, latest);
    boolean open = latest.isPresent() && !latest.get().ended();
    if (!open) {
      findings.addAll(weights(fleet, view));
      findings.addAll(journaled(view, latest, active));
    }
    for (Reason reason : Obstacles.inTheWay(view)) {
      findings.add(new Finding(Kind.OBSTACLE, reason));
    }
    active.ifPresent(generation -> findings.addAll(active(fleet, generation, images)));
    return findings;
  }

  private static Finding finding(Kind kind, ReasonCode code, Object... values) {
    return new Finding(kind, Reason.of(code, values));
  }

  /**
   * Generations that no rollout knows: neither the active one, whether by the route or by the
   * journal, nor a part of the open rollout. Those that take traffic are never called orphans; nor,
   * without a route, is anything as long as the active generation is not there: whatever works may
   * then be doing all of the work. Of a fleet that a person has taken down, everything else is one.
   */
  public static List<Generation> orphans(
      Fleet fleet, FleetView view, Optional<RolloutState> latest) {
    Optional<Generation> active = Opening.active(fleet, view, latest);
    boolean tornDown = latest.flatMap(RolloutState::tornDown).isPresent();
    if (!fleet.routed() && active.isEmpty() && !tornDown) {
      return List.of();
    }
    Set<GenerationId> known = new HashSet<>();
    active.ifPresent(g -> known.add(g.id()));
    // Whatever the route shows: somebody may have set the weights, and may set them back.
    latest.flatMap(RolloutState::active).ifPresent(p -> known.add(p.generation()));
    latest
        .filter(state -> !state.ended())
        .ifPresent(
            state -> {
              known.add(state.to().generation());
              state.from().ifPresent(from -> known.add(from.generation()));
            });
    return view.generations().stream()
        .filter(g -> !known.contains(g.id()))
        .filter(g -> share(view, g) == 0)
        // What somebody holds or leads requests to is somebody's.
        .filter(g -> view.obstacles().stream().noneMatch(o -> o.holds(g.placement())))
        .toList();
  }

  private static int share(FleetView view, Generation generation) {
    return view.route()
        .flatMap(route -> generation.slot().map(slot -> route.weights().share(slot)))
        .orElse(0);
  }

  private static List<Finding> weights(Fleet fleet, FleetView view) {
    if (!fleet.routed() || view.route().isEmpty()) {
      return List.of();
    }
    Optional<Reason> astray = astray(fleet, view);
    if (astray.isPresent()) {
      return List.of(new Finding(Kind.WEIGHTS, astray.get()));
    }
    List<Finding> findings = new ArrayList<>();
    Weights weights = view.route().get().weights();
    for (Slot slot : Slot.values()) {
      int share = weights.share(slot);
      if (share > 0 && view.generations().isEmpty()) {
        // A route is made with all weight on blue, and a first rollout goes to green.
        findings.add(finding(Kind.WEIGHTS, ReasonCode.ROUTE_NEVER_ROLLED, slot, share));
      } else if (share > 0 && share < 100) {
        findings.add(finding(Kind.WEIGHTS, ReasonCode.WEIGHT_WITHOUT_ROLLOUT, slot, share));
      }
    }
    return findings;
  }

  /** The route leads where no machine is, although the fleet has some. */
  static Optional<Reason> astray(Fleet fleet, FleetView view) {
    if (!fleet.routed() || view.route().isEmpty() || view.generations().isEmpty()) {
      return Optional.empty();
    }
    Weights weights = view.route().get().weights();
    if (weights.equals(Weights.NONE)) {
      return Optional.of(Reason.of(ReasonCode.ROUTE_LEADS_NOWHERE));
    }
    return Stream.of(Slot.values())
        .filter(slot -> weights.share(slot) > 0 && view.in(slot).isEmpty())
        .map(slot -> Reason.of(ReasonCode.WEIGHT_ON_EMPTY_SLOT, slot, weights.share(slot)))
        .findFirst();
  }

  private static List<Finding> journaled(
      FleetView view, Optional<RolloutState> latest, Optional<Generation> active) {
    Optional<Placement> journaled = latest.flatMap(RolloutState::active);
    if (journaled.isEmpty()) {
      return List.of();
    }
    GenerationId id = journaled.get().generation();
    if (active.isEmpty()) {
      // If it is there and without traffic, what is wrong are the weights, and that is said.
      return view.find(id).isPresent()
          ? List.of()
          : List.of(finding(Kind.MISSING, ReasonCode.ACTIVE_VANISHED, id));
    }
    return id.equals(active.get().id())
        ? List.of()
        : List.of(finding(Kind.WEIGHTS, ReasonCode.ACTIVE_DIFFERS, active.get().id(), id));
  }

  private static List<Finding> active(Fleet fleet, Generation active, List<Image> images) {
    List<Finding> findings = new ArrayList<>();
    if (active.serving() < active.desired()) {
      Reason unhealthy =
          Reason.of(ReasonCode.ACTIVE_UNHEALTHY, active.id(), active.serving(), active.desired());
      List<Reason> trouble =
          active.trouble().stream().map(t -> Reason.of(ReasonCode.TROUBLE, t)).toList();
      findings.add(new Finding(Kind.HEALTH, unhealthy.and(trouble)));
    }
    Capacity capacity = fleet.capacity();
    if (active.desired() < capacity.min() || active.desired() > capacity.max()) {
      findings.add(
          finding(
              Kind.CAPACITY,
              ReasonCode.SIZE_OUT_OF_BOUNDS,
              active.id(),
              active.desired(),
              capacity.min(),
              capacity.max()));
    }
    images.stream()
        .filter(i -> i.id().equals(active.image()))
        .findFirst()
        .flatMap(Image::block)
        .ifPresent(
            block ->
                findings.add(
                    finding(
                        Kind.IMAGE,
                        ReasonCode.RUNS_BLOCKED_IMAGE,
                        active.id(),
                        active.image(),
                        block.reason())));
    images.stream()
        .filter(i -> i.id().name().equals(fleet.image()))
        // Nobody is told to roll what may not, nor back from what was taken back since.
        .filter(i -> i.mayRoll(i.id().equals(active.image()) ? Channel.CANDIDATE : fleet.channel()))
        .reduce((older, newer) -> newer)
        .filter(newest -> !newest.id().equals(active.image()))
        .ifPresent(
            newest ->
                findings.add(
                    finding(
                        Kind.IMAGE,
                        ReasonCode.RUNS_OLD_IMAGE,
                        active.id(),
                        active.image(),
                        newest.id())));
    return findings;
  }
}
