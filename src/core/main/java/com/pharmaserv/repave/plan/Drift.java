package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Slot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares a fleet with what its journal and its environment file say. */
public final class Drift {
  private Drift() {}

  /**
   * One difference.
   *
   * @param kind {@code orphan}, {@code weights}, {@code image}, {@code health}, {@code capacity} or
   *     {@code missing}
   * @param remedy what a person can do about it
   */
  public record Finding(String kind, String what, String remedy) {}

  /** Everything that is not as it should be, the worst first. */
  public static List<Finding> of(
      Fleet fleet, FleetView view, Optional<RolloutState> latest, List<Image> images) {
    List<Finding> findings = new ArrayList<>();
    for (Generation orphan : orphans(fleet, view, latest)) {
      findings.add(
          new Finding(
              "orphan",
              orphan.id() + " (" + orphan.machines().size() + " machines) is not in the journal",
              "repave sweep"));
    }
    Optional<Generation> active = Opening.active(fleet, view, latest);
    boolean open = latest.isPresent() && !latest.get().ended();
    if (!open) {
      findings.addAll(route(fleet, view, latest, active));
    }
    active.ifPresent(generation -> findings.addAll(active(fleet, generation, images)));
    return findings;
  }

  /**
   * Generations that no rollout knows: neither the active one, nor a part of the open rollout.
   * Those that take traffic are never called orphans; nor, without a route, is anything as long as
   * the active generation is not there: whatever works may then be doing all of the work.
   */
  public static List<Generation> orphans(
      Fleet fleet, FleetView view, Optional<RolloutState> latest) {
    Optional<Generation> active = Opening.active(fleet, view, latest);
    if (!fleet.routed() && active.isEmpty()) {
      return List.of();
    }
    Set<GenerationId> known = new HashSet<>();
    active.ifPresent(g -> known.add(g.id()));
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
        .toList();
  }

  private static int share(FleetView view, Generation generation) {
    return view.route()
        .flatMap(route -> generation.slot().map(slot -> route.weights().share(slot)))
        .orElse(0);
  }

  private static List<Finding> route(
      Fleet fleet, FleetView view, Optional<RolloutState> latest, Optional<Generation> active) {
    List<Finding> findings = new ArrayList<>();
    Optional<Placement> journaled = latest.flatMap(RolloutState::active);
    if (fleet.routed() && view.route().isPresent()) {
      var weights = view.route().get().weights();
      for (Slot slot : Slot.values()) {
        boolean split = weights.share(slot) > 0 && weights.share(slot) < 100;
        boolean empty = weights.share(slot) > 0 && view.in(slot).isEmpty();
        if (split || empty) {
          findings.add(
              new Finding(
                  "weights",
                  "slot "
                      + slot
                      + " has weight "
                      + weights.share(slot)
                      + (empty ? " and no generation" : " and no rollout is open"),
                  // A route is made with all weight on blue, and a first rollout goes to green.
                  view.generations().isEmpty()
                      ? "'repave roll' for the first time"
                      : "set the weights by hand, then roll"));
        }
      }
    }
    boolean other =
        journaled.isPresent()
            && active.isPresent()
            && !journaled.get().generation().equals(active.get().id());
    if (other) {
      findings.add(
          new Finding(
              "weights",
              active.get().id()
                  + " carries the fleet, the journal says "
                  + journaled.get().generation(),
              "find out who shifted traffic"));
    }
    if (journaled.isPresent() && active.isEmpty()) {
      findings.add(
          new Finding(
              "missing",
              journaled.get().generation() + " is active in the journal and not there",
              "repave roll --again"));
    }
    return findings;
  }

  private static List<Finding> active(Fleet fleet, Generation active, List<Image> images) {
    List<Finding> findings = new ArrayList<>();
    if (active.serving() < active.desired()) {
      findings.add(
          new Finding(
              "health",
              active.serving()
                  + " of "
                  + active.desired()
                  + " machines of "
                  + active.id()
                  + " are healthy"
                  + active.trouble().map(t -> ": " + t).orElse(""),
              "look at the machines' logs"));
    }
    boolean outside =
        active.desired() < fleet.capacity().min() || active.desired() > fleet.capacity().max();
    if (outside) {
      findings.add(
          new Finding(
              "capacity",
              active.id()
                  + " has "
                  + active.desired()
                  + " machines, the environment allows "
                  + fleet.capacity().min()
                  + " to "
                  + fleet.capacity().max(),
              "change the file or scale the fleet"));
    }
    Optional<Image> own = images.stream().filter(i -> i.id().equals(active.image())).findFirst();
    own.flatMap(Image::block)
        .ifPresent(
            block ->
                findings.add(
                    new Finding(
                        "image",
                        active.id()
                            + " runs the blocked image "
                            + active.image()
                            + ": "
                            + block.reason(),
                        "repave rotate")));
    Optional<Image> newest =
        images.stream()
            .filter(i -> i.id().name().equals(fleet.image()) && i.block().isEmpty())
            .reduce((older, newer) -> newer);
    boolean stale = newest.isPresent() && !newest.get().id().equals(active.image());
    if (stale) {
      findings.add(
          new Finding(
              "image",
              active.id() + " runs " + active.image() + ", the newest is " + newest.get().id(),
              "repave roll"));
    }
    return findings;
  }
}
