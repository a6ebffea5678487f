package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.operation.BakeImages.Source;
import com.pharmaserv.repave.port.Baker.Resolved;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Bakes what has changed, then rolls every stale fleet of one or more environments. Where an
 * environment asks for a channel that a bake has not, its fleets go to the newest image that has,
 * and never back to one that is older than what they run.
 */
public final class RotateFleets {
  private final List<Place> places;
  private final Map<String, Source> sources;
  private final Papers papers;
  private final Operator operator;
  private final Narrator narrator;
  private final Consumer<FleetRoll> each;
  private final List<FleetRoll> done = Collections.synchronizedList(new ArrayList<>());

  /**
   * For these environments.
   *
   * @param sources what each of the fleets' images is baked from, by its name
   * @param papers of images
   * @param each told of each result as soon as it is there; from several threads
   */
  public RotateFleets(
      List<Place> places,
      Map<String, Source> sources,
      Papers papers,
      Operator operator,
      Narrator narrator,
      Consumer<FleetRoll> each) {
    this.places = List.copyOf(places);
    this.sources = Map.copyOf(sources);
    this.papers = papers;
    this.operator = operator;
    this.narrator = narrator;
    this.each = each;
  }

  /**
   * What is asked for.
   *
   * @param parallel most fleets at a time
   */
  public record Request(String reason, Until until, int parallel) {}

  /** What {@link #rotate} would do; changes nothing. */
  public Rolls plan() throws RepaveException, InterruptedException, HalfDoneException {
    requireFit();
    return rolls(true, new Rotation(1, narrator::note).run(places, this::planned));
  }

  /** Rotates all fleets; after the first that does not succeed no other begins. */
  public Rolls rotate(Request request)
      throws RepaveException, InterruptedException, HalfDoneException {
    requireFit();
    // Everything that changed, before anything rolls: each environment has images of its own.
    Map<String, Image> baked = bake();
    Rotation rotation = new Rotation(request.parallel(), narrator::note);
    return rolls(
        false,
        rotation.run(
            places,
            (place, fleet) -> {
              Image image =
                  released(place, fleet, Objects.requireNonNull(baked.get(key(place, fleet))));
              return goesOn(
                  rollOf(place, fleet)
                      .roll(
                          new RollFleet.Request(
                              image, false, request.reason(), false, request.until())));
            }));
  }

  private Rolls rolls(boolean plan, Rotation.End end) throws HalfDoneException {
    if (end.failure().isPresent()) {
      throw Rolls.halfDone(plan, done, end.failure().get());
    }
    return new Rolls(plan, end.outcome(), done);
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

  private Map<String, Image> bake() throws RepaveException, HalfDoneException {
    Map<String, Image> baked = new TreeMap<>();
    try {
      for (Place place : places) {
        for (Fleet fleet : place.environment().fleets()) {
          if (!baked.containsKey(key(place, fleet))) {
            Source source = source(fleet);
            Image image = Bakery.bake(place.provider(), source, narrator);
            baked.put(key(place, fleet), image);
          }
        }
      }
    } catch (RepaveException failed) {
      throw Rolls.halfDone(false, done, failed);
    }
    return baked;
  }

  private static String key(Place place, Fleet fleet) {
    return place.environment().name() + "/" + fleet.image();
  }

  private Outcome planned(Place place, Fleet fleet) throws RepaveException, IOException {
    Source source = source(fleet);
    Resolved resolved = place.provider().baker().resolve(source.recipe(), source.folder());
    Optional<Image> exists = place.provider().images().find(resolved.image());
    if (exists.isPresent()) {
      Image image = released(place, fleet, exists.get());
      return goesOn(rollOf(place, fleet).plan(image, false, false));
    }
    boolean unreleased = !Channel.CANDIDATE.covers(fleet.channel());
    tell(
        new FleetRoll.PlannedBake(
            fleet.id(), resolved.image(), source.recipe().version(), unreleased));
    Optional<Image> newer = unreleased ? newer(place, fleet) : Optional.empty();
    return newer.isPresent()
        ? goesOn(rollOf(place, fleet).plan(newer.get(), false, false))
        : Outcome.DONE;
  }

  /** The image, or in its stead the newest one that may roll; the image itself if none may. */
  private static Image released(Place place, Fleet fleet, Image image) throws RepaveException {
    return image.channel().covers(fleet.channel()) ? image : newer(place, fleet).orElse(image);
  }

  private static Optional<Image> newer(Place place, Fleet fleet) throws RepaveException {
    Optional<ImageId> active =
        Pilot.latest(place.provider().journal(fleet))
            .flatMap(RolloutState::active)
            .map(Placement::image);
    return ImageChoice.newer(place.provider().images().list(), fleet, active);
  }

  private RollFleet rollOf(Place place, Fleet fleet) {
    return new RollFleet(place, fleet, papers, operator, narrator, this::tell);
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
