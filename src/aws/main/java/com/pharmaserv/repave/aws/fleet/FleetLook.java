package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** One look at one fleet, put together from shared reads. Used once. */
final class FleetLook {
  /** As long as nobody can say what is going on in a slot, something is. */
  private static final int UNKNOWN = 1;

  private final Site site;
  private final Observer observer;
  private final OpenRequests open;
  private final Fleet fleet;
  private final long after;
  private final Map<Slot, List<TargetHealthDescription>> targets = new EnumMap<>(Slot.class);
  private Instant oldest = Instant.MAX;
  private long groupsTurn;
  private long targetsTurn;

  FleetLook(Site site, Observer observer, OpenRequests open, Fleet fleet) {
    this.site = site;
    this.observer = observer;
    this.open = open;
    this.fleet = fleet;
    this.after = observer.latest(fleet.id());
  }

  /**
   * The fleet now. Its instant is the beginning of the oldest read of what moves by itself: groups,
   * weights, target health.
   */
  FleetView view() throws ProviderException {
    HandOver handOver = site.handOvers().of(fleet);
    List<OwnGroup> groups = groups(after);
    Optional<RouteView> route = Optional.empty();
    if (handOver.route().isPresent()) {
      HandOver.Route at = handOver.route().get();
      for (Slot slot : Slot.values()) {
        targets.put(slot, targets(at.targetGroup(slot), in(groups, slot)));
      }
      Map<Slot, List<String>> strangers = strangers(groups);
      if (!strangers.isEmpty() && groupsTurn < targetsTurn) {
        // A machine that was launched between the two reads looks like one.
        groups = groups(targetsTurn);
        strangers = strangers(groups);
      }
      route = Optional.of(route(at, strangers));
    }
    List<Generation> generations = new ArrayList<>();
    for (OwnGroup group : groups) {
      generations.add(generation(group, handOver, route));
    }
    Others others = new Others(observer, handOver);
    return new FleetView(
        oldest,
        site.clients().skew(),
        route,
        generations,
        others.obstacles(groups),
        others.delays(groups),
        AwsFleets.acted(groups.stream().map(OwnGroup::raw)));
  }

  private List<OwnGroup> groups(long from) throws ProviderException {
    Shared.Seen<List<AutoScalingGroup>> seen =
        observer.groups(fleet.id().environment(), Math.max(from, after));
    groupsTurn = seen.turn();
    note(seen.began());
    List<OwnGroup> own = new ArrayList<>();
    for (AutoScalingGroup raw : seen.value()) {
      if (OwnGroup.of(fleet.id(), raw) && !OwnGroup.leaving(raw)) {
        own.add(OwnGroup.read(raw));
      }
    }
    return own;
  }

  private static Optional<OwnGroup> in(List<OwnGroup> groups, Slot slot) {
    return groups.stream().filter(g -> g.slot().equals(Optional.of(slot))).findFirst();
  }

  private List<TargetHealthDescription> targets(String targetGroup, Optional<OwnGroup> generation)
      throws ProviderException {
    if (generation.isEmpty()) {
      return observer.idleTargets(targetGroup, after);
    }
    boolean settled =
        observer
            .lastTargets(targetGroup)
            .map(last -> GenerationReader.settled(generation.get(), last))
            .orElse(false);
    Shared.Seen<List<TargetHealthDescription>> seen = observer.targets(targetGroup, after, settled);
    if (!GenerationReader.strangers(seen.value(), generation).isEmpty()) {
      // Perhaps only because they were read a while ago.
      seen = observer.targets(targetGroup, Math.max(after, groupsTurn));
    }
    targetsTurn = Math.max(targetsTurn, seen.turn());
    note(seen.began());
    return seen.value();
  }

  private Map<Slot, List<String>> strangers(List<OwnGroup> groups) {
    Map<Slot, List<String>> strangers = new TreeMap<>();
    targets.forEach(
        (slot, there) -> {
          List<String> names = GenerationReader.strangers(there, in(groups, slot));
          if (!names.isEmpty()) {
            strangers.put(slot, names);
          }
        });
    return strangers;
  }

  private RouteView route(HandOver.Route at, Map<Slot, List<String>> strangers)
      throws ProviderException {
    Shared.Seen<List<Action>> production = observer.actions(at.production(), after);
    Shared.Seen<List<Action>> test = observer.actions(at.test(), after);
    note(production.began());
    note(test.began());
    Weights weights = Forward.production(at.production().arn(), production.value(), at).weights();
    Optional<Slot> testSlot = Forward.test(at.test().arn(), test.value(), at).only();
    return new RouteView(weights, testSlot, new TreeMap<>(strangers));
  }

  private Generation generation(OwnGroup group, HandOver handOver, Optional<RouteView> route)
      throws ProviderException {
    if (route.isPresent() && group.slot().isEmpty()) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("Auto Scaling group %s has no tag %s, but its fleet has a route; set the"
                  + " tag to blue or green")
              .formatted(group.name(), Tags.SLOT));
    }
    Optional<List<TargetHealthDescription>> health =
        group.slot().flatMap(slot -> Optional.ofNullable(targets.get(slot)));
    boolean machines = !group.raw().instances().isEmpty();
    Optional<Slot> quiet =
        group
            .slot()
            .filter(s -> machines && route.isPresent())
            .filter(s -> route.get().weights().share(s) == 0);
    int requests =
        quiet.isPresent() && handOver.route().isPresent()
            ? open(quiet.get(), handOver.route().get().targetGroup(quiet.get()))
            : 0;
    Optional<String> trouble =
        GenerationReader.moving(group) ? observer.trouble(group.name(), after) : Optional.empty();
    return GenerationReader.read(group, health, observer.automation(group), requests, trouble);
  }

  private int open(Slot slot, String targetGroup) {
    try {
      return observer.requests(targetGroup, () -> open.lately(fleet, slot));
    } catch (ProviderException unreadable) {
      // Metrics must not blind the engine, and draining has a bound of its own.
      return UNKNOWN;
    }
  }

  private void note(Instant began) {
    oldest = began.isBefore(oldest) ? began : oldest;
  }
}
