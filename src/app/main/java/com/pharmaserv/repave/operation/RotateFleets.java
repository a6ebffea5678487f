package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RotationPlan;
import com.pharmaserv.repave.operation.BakeImages.Source;
import com.pharmaserv.repave.operation.Rotated.Due;
import com.pharmaserv.repave.operation.Rotated.Waits;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.rotation.FleetFacts;
import com.pharmaserv.repave.rotation.FleetFacts.Running;
import com.pharmaserv.repave.rotation.Rotation;
import com.pharmaserv.repave.rotation.Stale;
import com.pharmaserv.repave.rotation.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Bakes what has changed, then rolls every stale fleet of one or more environments as their
 * policies allow it. Where an environment asks for a channel that a bake has not, its fleets go to
 * the newest image that has, and never back to one that is older than what they run.
 */
public final class RotateFleets {
  /** Differences from a plan that a message names. */
  private static final int DRIFT_SHOWN_MAX = 10;

  private final List<Place> places;
  private final Map<EnvironmentId, Place> earlier;
  private final Map<String, Source> sources;
  private final Papers papers;
  private final Operator operator;
  private final Narrator narrator;
  private final Consumer<FleetRoll> each;
  private final List<FleetRoll> done = Collections.synchronizedList(new ArrayList<>());
  private final List<Due> due = new ArrayList<>();
  private final List<Waits> waits = new ArrayList<>();

  /**
   * For these environments.
   *
   * @param earlier every environment that one of these names as the one where images prove
   *     themselves first
   * @param sources what each of the fleets' images is baked from, by its name
   * @param papers of images
   * @param each told of each result as soon as it is there; from several threads
   */
  public RotateFleets(
      List<Place> places,
      Map<EnvironmentId, Place> earlier,
      Map<String, Source> sources,
      Papers papers,
      Operator operator,
      Narrator narrator,
      Consumer<FleetRoll> each) {
    this.places = List.copyOf(places);
    this.earlier = Map.copyOf(earlier);
    this.sources = Map.copyOf(sources);
    this.papers = papers;
    this.operator = operator;
    this.narrator = narrator;
    this.each = each;
  }

  /**
   * What is asked for.
   *
   * @param parallel most fleets at a time in each environment; without it as its policy says
   * @param emergency why freezes and windows are overridden; empty if they are heeded
   * @param patience how long to wait for a window or a proof while nothing else is to be done
   * @param plan all that may be done; without it whatever turns out to be stale
   */
  public record Request(
      String reason,
      Until until,
      Optional<Integer> parallel,
      Optional<String> emergency,
      Duration patience,
      Optional<RotationPlan> plan) {
    /** The same, whatever turns out to be stale. */
    Request withoutPlan() {
      return new Request(reason, until, parallel, emergency, patience, Optional.empty());
    }
  }

  /** What {@link #rotate} would do; changes nothing. */
  public Rotated plan(Request request, Consumer<Due> eachDue)
      throws RepaveException, IOException, HalfDoneException {
    requireFit();
    Map<String, ImageId> baked = resolved();
    if (request.plan().isPresent()) {
      requireNoDrift(request.plan().get(), baked, request);
    }
    List<RotationLine> lines = lines(baked, request);
    Outcome outcome = Outcome.DONE;
    try {
      for (RotationLine line : lines) {
        Rotation rotation = line.look(Set.of(), Set.of(), Map.of());
        List<Due> here = due(line, rotation);
        due.addAll(here);
        here.forEach(eachDue);
        List<Image> images = line.place().provider().images().list();
        for (FleetFacts facts : line.first()) {
          ImageId bake =
              Objects.requireNonNull(baked.get(key(line.place(), line.fleet(facts.fleet()))));
          outcome = Outcome.worst(outcome, planned(line, facts, bake, images));
        }
      }
    } catch (RepaveException | IOException failed) {
      throw new HalfDoneException(rotated(true, Outcome.of(failed), request), failed);
    }
    return rotated(true, outcome, request);
  }

  /** What each recipe would bake to. */
  private Map<String, ImageId> resolved() throws RepaveException {
    return images(
        (place, source) ->
            place.provider().baker().resolve(source.recipe(), source.folder()).image());
  }

  /** Refuses if anything is otherwise now than the plan says, before anything is baked. */
  private void requireNoDrift(RotationPlan plan, Map<String, ImageId> baked, Request request)
      throws RepaveException, IOException {
    List<Due> now = new ArrayList<>();
    for (RotationLine line : lines(baked, request.withoutPlan())) {
      now.addAll(due(line, line.look(Set.of(), Set.of(), Map.of())));
    }
    List<String> drift = plan.drift(Dues.plan(now, request.emergency()));
    if (!drift.isEmpty()) {
      int more = drift.size() - DRIFT_SHOWN_MAX;
      throw new RequestException(
          "the plan does not fit any more, and nothing was done: %s%s; make a new plan"
              .formatted(
                  String.join("; ", drift.subList(0, Math.min(drift.size(), DRIFT_SHOWN_MAX))),
                  more > 0 ? "; and %s more".formatted(more) : ""));
    }
  }

  /**
   * Rotates all fleets, one environment after the other in the order given; after one in which a
   * fleet did not succeed no other begins.
   */
  public Rotated rotate(Request request)
      throws RepaveException, IOException, InterruptedException, HalfDoneException {
    requireFit();
    if (request.plan().isPresent()) {
      requireNoDrift(request.plan().get(), resolved(), request);
    }
    // Everything that changed, before anything rolls: each environment has images of its own.
    List<RotationLine> lines = lines(bake(request), request);
    for (RotationLine line : lines) {
      due.addAll(due(line, line.look(Set.of(), Set.of(), Map.of())));
      line.first().forEach(facts -> fresh(line, facts));
    }
    Optional<RotationRun.End> bad = Optional.empty();
    for (RotationLine line : lines) {
      if (bad.isPresent()) {
        // What failed in one environment is not tried in the next.
        Reason stopped =
            Reason.of(ReasonCode.LINE_STOPPED, Math.max(1, bad.get().last().failures()));
        line.state()
            .targets()
            .keySet()
            .forEach(fleet -> waits.add(new Waits(fleet, stopped, Optional.empty())));
        continue;
      }
      RotationRun.End end = run(line, request);
      end.last().steps().forEach((fleet, step) -> rest(fleet, step));
      bad = Optional.of(end).filter(e -> e.outcome() != Outcome.DONE);
    }
    Outcome outcome =
        bad.map(RotationRun.End::outcome).orElse(waits.isEmpty() ? Outcome.DONE : Outcome.WAITING);
    Rotated rotated = rotated(false, outcome, request);
    Optional<Exception> failure = bad.flatMap(RotationRun.End::failure);
    if (failure.isPresent()) {
      throw new HalfDoneException(rotated, failure.get());
    }
    return rotated;
  }

  private RotationRun.End run(RotationLine line, Request request)
      throws RepaveException, IOException, InterruptedException {
    return new RotationRun(
            line,
            (fleet, step, up) -> goesOn(fly(line, fleet, step, request, up)),
            line.place().provider().time(),
            request.patience(),
            narrator::note)
        .run();
  }

  private Rotated rotated(boolean plan, Outcome outcome, Request request) {
    return new Rotated(
        plan,
        outcome,
        Sha256.of(Dues.plan(due, request.emergency()).text()),
        request.emergency(),
        due,
        waits,
        done);
  }

  /** Before anything is baked, so that a mistake in the last fleet's file costs nothing. */
  private void requireFit() throws RequestException {
    for (Place place : places) {
      for (Fleet fleet : place.environment().fleets()) {
        BakeImages.requireFit(source(fleet).recipe(), place);
      }
    }
  }

  private Source source(Fleet fleet) {
    return Objects.requireNonNull(
        sources.get(fleet.image()), () -> "no source of image '%s'".formatted(fleet.image()));
  }

  private Map<String, ImageId> bake(Request request) throws RepaveException, HalfDoneException {
    try {
      return images((place, source) -> Bakery.bake(place.provider(), source, narrator).id());
    } catch (RepaveException failed) {
      throw new HalfDoneException(rotated(false, Outcome.of(failed), request), failed);
    }
  }

  /** How the image of a recipe is found in an environment. */
  private interface Finding {
    ImageId in(Place place, Source source) throws RepaveException;
  }

  /** The image of each recipe in each environment, found once. */
  private Map<String, ImageId> images(Finding finding) throws RepaveException {
    Map<String, ImageId> images = new TreeMap<>();
    for (Place place : places) {
      for (Fleet fleet : place.environment().fleets()) {
        if (!images.containsKey(key(place, fleet))) {
          images.put(key(place, fleet), finding.in(place, source(fleet)));
        }
      }
    }
    return images;
  }

  private static String key(Place place, Fleet fleet) {
    return place.environment().name() + "/" + fleet.image();
  }

  private List<RotationLine> lines(Map<String, ImageId> baked, Request request)
      throws RepaveException, IOException {
    FixFinder fixes = new FixFinder(papers.disks());
    List<RotationLine> lines = new ArrayList<>();
    for (Place place : places) {
      Environment environment = place.environment();
      Map<String, ImageId> own = new LinkedHashMap<>();
      for (Fleet fleet : environment.fleets()) {
        own.put(fleet.image(), Objects.requireNonNull(baked.get(key(place, fleet))));
      }
      Optional<Place> before =
          environment.upkeep().after().map(after -> earlier.get(after.environment()));
      lines.add(
          new RotationLine(
              place,
              before,
              own,
              (from, to) -> fixes.between(place.provider().images(), from, to),
              request,
              operator));
    }
    return lines;
  }

  private List<Due> due(RotationLine line, Rotation rotation) {
    return Dues.of(line, rotation, Dues.wave(line.place(), earlier));
  }

  /**
   * What a fleet's own rollout would be; nothing while somebody rolls it, which ends otherwise.
   *
   * @param bake what its recipe bakes to now
   * @param images that are there already
   */
  private Outcome planned(RotationLine line, FleetFacts facts, ImageId bake, List<Image> images)
      throws RepaveException, IOException {
    Optional<Stale> target = Optional.ofNullable(line.state().targets().get(facts.fleet()));
    if (target.isEmpty()) {
      fresh(line, facts);
      return Outcome.DONE;
    }
    Fleet fleet = line.fleet(facts.fleet());
    if (images.stream().noneMatch(image -> image.id().equals(bake))) {
      tell(
          new FleetRoll.PlannedBake(
              fleet.id(),
              bake,
              source(fleet).recipe().version(),
              !Channel.CANDIDATE.covers(fleet.channel())));
    }
    Optional<Image> exists =
        images.stream().filter(image -> image.id().equals(target.get().image())).findFirst();
    return exists.isPresent() && facts.work() != FleetFacts.Work.ROLLED
        ? goesOn(rollOf(line.place(), fleet).plan(exists.get(), false, target.get().again()))
        : Outcome.DONE;
  }

  private void fresh(RotationLine line, FleetFacts facts) {
    if (!line.state().targets().containsKey(facts.fleet()) && facts.running().isPresent()) {
      Running running = facts.running().get();
      tell(
          new FleetRoll.Idle(
              facts.fleet(),
              Reason.of(
                  ReasonCode.FLEET_FRESH,
                  facts.fleet(),
                  running.image(),
                  running.since().truncatedTo(ChronoUnit.SECONDS))));
    }
  }

  private Rolls fly(RotationLine line, FleetId id, Step step, Request request, Runnable up)
      throws RepaveException, IOException, InterruptedException, HalfDoneException {
    Fleet fleet = line.fleet(id);
    RollFleet roll = rollOf(telling(line.place(), up), fleet);
    if (!(step instanceof Step.Begin begin)) {
      return roll.goOn(request.until());
    }
    Image image =
        line.place()
            .provider()
            .images()
            .find(begin.target().image())
            .orElseThrow(
                () ->
                    new RequestException(
                        "image %s is there no more".formatted(begin.target().image())));
    return roll.roll(
        new RollFleet.Request(
            image, false, request.reason(), begin.target().again(), request.until()));
  }

  /** What is left of a fleet once nothing moves any more. */
  private void rest(FleetId fleet, Step step) {
    if (step instanceof Step.Waits wait) {
      waits.add(new Waits(fleet, wait.why(), wait.until()));
    } else if (step instanceof Step.Barred barred
        && done.stream().noneMatch(roll -> roll.fleet().equals(fleet))) {
      tell(new FleetRoll.Held(fleet, barred.why()));
    }
  }

  private RollFleet rollOf(Place place, Fleet fleet) {
    return new RollFleet(place, fleet, papers, operator, narrator, this::tell);
  }

  /** The same place, where it is told when a fleet's lease was taken. */
  private static Place telling(Place place, Runnable taken) {
    Provider real = place.provider();
    Provider telling =
        real.around(
            ports -> real.around().apply(ports.leasedBy(new TellingLeases(ports.leases(), taken))));
    return new Place(place.environment(), telling);
  }

  /** A fleet whose image is held is left as it is; that is no reason to leave the others. */
  private static Outcome goesOn(Rolls rolls) {
    boolean held = rolls.rolls().stream().anyMatch(FleetRoll.Held.class::isInstance);
    return held ? Outcome.DONE : rolls.outcome();
  }

  private void tell(FleetRoll roll) {
    done.add(roll);
    each.accept(roll);
  }
}
