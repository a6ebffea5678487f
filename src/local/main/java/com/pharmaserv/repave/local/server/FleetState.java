package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.wire.Place;
import com.pharmaserv.repave.local.wire.Wire;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fleet as it is wanted, and the rules by which actions change it. Each rule answers the state
 * that follows, or refuses with a reason; asked for again it answers the same state.
 *
 * @param epoch the highest that has acted on the fleet
 * @param acted the last intent that was acted on
 */
record FleetState(
    FleetId id,
    Optional<String> host,
    List<String> zones,
    long epoch,
    Optional<Head> acted,
    Weights weights,
    Optional<Slot> testSlot,
    List<Group> groups) {
  FleetState {
    zones = List.copyOf(zones);
    groups = List.copyOf(groups);
  }

  static FleetState of(Place place) {
    return new FleetState(
        place.fleet(),
        place.host(),
        place.zones(),
        0,
        Optional.empty(),
        Weights.NONE,
        Optional.empty(),
        List.of());
  }

  Optional<Group> find(GenerationId generation) {
    return groups.stream().filter(g -> g.id().equals(generation)).findFirst();
  }

  /** Follows the description of the fleet; its host is fixed while it has generations. */
  FleetState follow(Place place) throws ProviderException {
    if (!groups.isEmpty() && !host.equals(place.host())) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "fleet "
              + id
              + " takes traffic for "
              + host.orElse("no host")
              + ", not for "
              + place.host().orElse("no host")
              + "; a route can change only while the fleet has no generations");
    }
    return new FleetState(id, place.host(), place.zones(), epoch, acted, weights, testSlot, groups);
  }

  /** From now on refuses whoever holds a lower epoch than this one. */
  FleetState fence(long claimed) throws ProviderException {
    if (claimed < epoch) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "fleet "
              + id
              + " is at epoch "
              + epoch
              + ": one with epoch "
              + claimed
              + " has lost its lease and may not act");
    }
    return new FleetState(id, host, zones, claimed, acted, weights, testSlot, groups);
  }

  /** What an effect leaves of who asked for it, and by which record. */
  FleetState stamped(Stamp stamp) throws ProviderException {
    FleetState fenced = fence(stamp.epoch());
    return new FleetState(
        id, host, zones, fenced.epoch, Optional.of(stamp.intent()), weights, testSlot, groups);
  }

  FleetState launch(LaunchGeneration action) throws ProviderException {
    Optional<Group> existing = find(action.generation());
    if (existing.isPresent()) {
      boolean same =
          existing.get().image().equals(action.image())
              && existing.get().slot().equals(action.slot());
      if (same) {
        return this;
      }
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "generation "
              + action.generation()
              + " exists with image "
              + existing.get().image()
              + " and cannot become one with "
              + action.image());
    }
    if (action.slot().isPresent() != host.isPresent()) {
      throw new ProviderException(
          Failure.Kind.DENIED,
          "generation "
              + action.generation()
              + " must have a slot exactly if its fleet has a route");
    }
    for (Group group : groups) {
      if (group.slot().isPresent() && group.slot().equals(action.slot())) {
        throw new ProviderException(
            Failure.Kind.CONFLICT,
            "slot " + group.slot().get() + " of fleet " + id + " is taken by " + group.id());
      }
    }
    List<Group> more = new ArrayList<>(groups);
    Settings settings = action.settings().allowing(action.desired());
    more.add(
        new Group(
            action.generation(),
            action.slot(),
            action.image(),
            action.desired(),
            settings,
            action.rollout(),
            0));
    return withGroups(more);
  }

  FleetState resize(Resize action) throws ProviderException {
    Group group = require(action.generation());
    return replace(
        group.withDesired(action.desired(), group.settings().allowing(action.desired())));
  }

  /** By hand: unlike a rollout, nobody may leave the bounds that way. */
  FleetState scale(Resize action) throws ProviderException {
    Group group = require(action.generation());
    Settings settings = group.settings();
    if (action.desired() < settings.min() || action.desired() > settings.max()) {
      throw new ProviderException(
          Failure.Kind.DENIED,
          "desired count "
              + action.desired()
              + " of generation "
              + action.generation()
              + " must be from "
              + settings.min()
              + " to "
              + settings.max());
    }
    return replace(group.withDesired(action.desired(), settings));
  }

  /** A higher lower bound lifts the desired count; an upper bound never takes machines away. */
  FleetState configure(Configure action) throws ProviderException {
    Group group = require(action.generation());
    Settings settings = action.settings();
    int desired = Math.max(group.desired(), settings.min());
    return replace(group.withDesired(desired, settings));
  }

  /** The caller has made sure that no machines are left. */
  FleetState retire(GenerationId generation) {
    return withGroups(groups.stream().filter(g -> !g.id().equals(generation)).toList());
  }

  FleetState shift(ShiftTraffic action) throws ProviderException {
    requireRoute();
    if (!weights.equals(action.expected()) && !weights.equals(action.weights())) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "weights of fleet "
              + id
              + " are "
              + weights
              + ", not "
              + action.expected()
              + " as expected; they were not changed");
    }
    return new FleetState(id, host, zones, epoch, acted, action.weights(), testSlot, groups);
  }

  FleetState pointTestRoute(Slot slot) throws ProviderException {
    requireRoute();
    return new FleetState(id, host, zones, epoch, acted, weights, Optional.of(slot), groups);
  }

  FleetState replace(Group group) {
    return withGroups(groups.stream().map(g -> g.id().equals(group.id()) ? group : g).toList());
  }

  Group require(GenerationId generation) throws ProviderException {
    return find(generation)
        .orElseThrow(
            () ->
                new ProviderException(
                    Failure.Kind.GONE,
                    "generation " + generation + " does not exist in fleet " + id));
  }

  String requireRoute() throws ProviderException {
    return host.orElseThrow(
        () ->
            new ProviderException(
                Failure.Kind.DENIED, "fleet " + id + " has no route, so no traffic to move"));
  }

  Map<String, Object> json() {
    return Json.object(
        "environment", id.environment().name(),
        "fleet", id.name(),
        "host", host,
        "zones", zones,
        "epoch", epoch,
        "acted", acted.map(Head::toString),
        "weights", Wire.weights(weights),
        "testSlot", testSlot.map(Slot::name),
        "groups", groups.stream().map(Group::json).toList());
  }

  static FleetState read(Fields fields) {
    FleetId fleet = new FleetId(fields.text("environment"), fields.text("fleet"));
    return new FleetState(
        fleet,
        fields.optionalText("host"),
        fields.texts("zones"),
        fields.number("epoch"),
        fields.optionalText("acted").map(Head::parse),
        Wire.weights(fields.object("weights")),
        fields.optionalChoice("testSlot", Slot.class),
        fields.objects("groups", group -> Group.read(fleet, group)));
  }

  private FleetState withGroups(List<Group> newGroups) {
    return new FleetState(id, host, zones, epoch, acted, weights, testSlot, newGroups);
  }
}
