package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Urgency;
import com.pharmaserv.repave.operation.TellHistory.Rollout;
import com.pharmaserv.repave.port.Leases.Tally;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.rotation.Fix;
import com.pharmaserv.repave.rotation.FleetFacts;
import com.pharmaserv.repave.rotation.FleetFacts.Running;
import com.pharmaserv.repave.rotation.FleetFacts.Work;
import com.pharmaserv.repave.rotation.Stale;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Figures of fleets for whoever watches many of them: from journals and images alone, bakes nothing
 * and changes nothing.
 */
public final class MeasureFleets {
  private MeasureFleets() {}

  /** All fleets that were asked for. */
  public record Measured(List<Figures> measured) implements Answer {
    public Measured {
      measured = List.copyOf(measured);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /**
   * Figures of a fleet.
   *
   * @param runningImage what it runs; empty if it runs nothing
   * @param runningSince when its machines took over
   * @param bakedAt when the image was baked, where it is still known
   * @param stale whether it should be rolled, by what is in the catalogue
   * @param deadline by when, if its limits set one
   * @param fixesWaiting how many fixes the newest image has that the running one lacks
   * @param timeToPatch how long the slowest fix of the running image took from its publication to
   *     the fleet, by urgency
   * @param isHeld whether it is left as it is until a person says otherwise
   * @param underWay whether a rollout of it is open
   * @param needsPerson whether that has halted
   * @param ends how its rollouts ended
   * @param promotedAfter how long those that were promoted took until then, in their order
   */
  public record Figures(
      FleetId fleet,
      Optional<ImageId> runningImage,
      Optional<Instant> runningSince,
      Optional<Instant> bakedAt,
      boolean stale,
      Optional<Instant> deadline,
      Map<Urgency, Integer> fixesWaiting,
      Map<Urgency, Duration> timeToPatch,
      boolean isHeld,
      boolean underWay,
      boolean needsPerson,
      List<Ends> ends,
      List<Duration> promotedAfter) {
    public Figures {
      ends = List.copyOf(ends);
      promotedAfter = List.copyOf(promotedAfter);
    }
  }

  /**
   * How often rollouts ended in the same way.
   *
   * @param endedFor code of the reason of that end
   */
  public record Ends(End.Kind kind, String endedFor, int count) {}

  /** Measures all fleets of these environments. */
  public static Measured measure(List<Place> places, Papers papers)
      throws RepaveException, IOException {
    FixFinder finder = new FixFinder(papers.disks());
    List<Figures> all = new ArrayList<>();
    for (Place place : places) {
      Environment environment = place.environment();
      Map<FleetId, Tally> tallies =
          place.provider().leases().tallies(environment.fleets().stream().map(Fleet::id).toList());
      for (FleetLook look : FleetLook.all(place, environment.fleets())) {
        boolean held = tallies.getOrDefault(look.fleet().id(), Tally.NONE).held();
        all.add(new One(place, look, finder).figures(held));
      }
    }
    return new Measured(all);
  }

  /** A fleet that is measured. */
  private record One(Place place, FleetLook look, FixFinder finder) {
    Figures figures(boolean held) throws RepaveException {
      Instant now = place.provider().time().now();
      List<Rollout> rollouts = TellHistory.all(look.records());
      Optional<Running> running = look.running(now);
      Optional<FleetFacts> facts = facts(running, held);
      Optional<Stale> stale =
          facts.flatMap(f -> Stale.of(f, place.environment().upkeep().of(look.fleet().id()), now));
      Optional<ImageId> before = running.flatMap(is -> ranBefore(rollouts, is.image()));
      return new Figures(
          look.fleet().id(),
          running.map(Running::image),
          running.map(Running::since),
          running.flatMap(is -> look.image(is.image())).map(Image::bakedAt),
          stale.isPresent(),
          stale.flatMap(Stale::deadline),
          waiting(facts.map(FleetFacts::lacks).orElse(List.of())),
          running.isPresent() && before.isPresent()
              ? took(fixes(before.get(), running.get().image()), running.get().since())
              : Map.of(),
          facts.flatMap(FleetFacts::barred).isPresent(),
          facts.filter(f -> f.work() != Work.NOTHING).isPresent(),
          facts.filter(f -> f.work() == Work.HALTED).isPresent(),
          ends(rollouts),
          List.copyOf(Promotions.lengths(look.records()).values()));
    }

    /** With the newest image of the catalogue as what its recipe would bake to. */
    private Optional<FleetFacts> facts(Optional<Running> running, boolean held)
        throws RepaveException {
      Optional<ImageId> newest =
          ImageChoice.newer(look.images(), look.fleet(), Optional.empty())
              .map(Image::id)
              .or(() -> running.map(Running::image));
      return newest.isEmpty()
          ? Optional.empty()
          : Optional.of(look.facts(newest.get(), this::fixes, held));
    }

    private List<Fix> fixes(ImageId from, ImageId to) throws RepaveException {
      return finder.between(place.provider().images(), from, to);
    }

    /** What the fleet ran before the rollout that brought the image. */
    private static Optional<ImageId> ranBefore(List<Rollout> rollouts, ImageId image) {
      return rollouts.stream()
          .filter(rollout -> rollout.now().promoted() && rollout.now().image().equals(image))
          .flatMap(rollout -> rollout.ranBefore().stream())
          .reduce((earlier, later) -> later);
    }

    private static Map<Urgency, Integer> waiting(List<Fix> fixes) {
      Map<Urgency, Integer> counts = new TreeMap<>();
      fixes.forEach(fix -> counts.merge(fix.urgency(), 1, Integer::sum));
      return counts;
    }

    private static Map<Urgency, Duration> took(List<Fix> fixes, Instant since) {
      Map<Urgency, Duration> longest = new TreeMap<>();
      for (Fix fix : fixes) {
        Duration took = Duration.between(fix.published(), since);
        longest.merge(fix.urgency(), took, (a, b) -> a.compareTo(b) >= 0 ? a : b);
      }
      return longest;
    }

    private static List<Ends> ends(List<Rollout> rollouts) {
      Map<String, Ends> ends = new TreeMap<>();
      for (Rollout rollout : rollouts) {
        rollout
            .now()
            .end()
            .ifPresent(
                end ->
                    ends.merge(
                        end.kind() + " " + end.why().code().code(),
                        new Ends(end.kind(), end.why().code().code(), 1),
                        (a, b) -> new Ends(a.kind(), a.endedFor(), a.count() + b.count())));
      }
      return List.copyOf(ends.values());
    }
  }
}
