package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.RepaveException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Bakes images from recipes, or tells what they would be. */
public final class BakeImages {
  private final Place place;
  private final Narrator narrator;

  public BakeImages(Place place, Narrator narrator) {
    this.place = place;
    this.narrator = narrator;
  }

  /**
   * What an image is baked from.
   *
   * @param folder what the recipe's files are relative to
   */
  public record Source(Recipe recipe, Path folder) {}

  /** Images that were baked, or existed already. */
  public record Baked(List<Image> images) implements Answer {
    public Baked {
      images = List.copyOf(images);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** What recipes resolve to now. */
  public record Plan(boolean plan, List<Resolved> resolved) implements Answer {
    public Plan {
      resolved = List.copyOf(resolved);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /**
   * A recipe with every input pinned.
   *
   * @param exists whether it was baked already
   */
  public record Resolved(ImageId image, boolean exists, SortedMap<String, String> lock) {}

  /** Those that the environment's provider can bake. */
  public List<Source> fitting(List<Source> sources) {
    return sources.stream().filter(source -> misfit(source.recipe(), place).isEmpty()).toList();
  }

  /** Fails unless the environment's provider can bake all of them. */
  public void requireFit(List<Source> sources) throws RequestException {
    for (Source source : sources) {
      requireFit(source.recipe(), place);
    }
  }

  static void requireFit(Recipe recipe, Place place) throws RequestException {
    Optional<String> misfit = misfit(recipe, place);
    if (misfit.isPresent()) {
      throw new RequestException(misfit.get());
    }
  }

  /** Why the environment's provider cannot bake on the recipe's base. */
  private static Optional<String> misfit(Recipe recipe, Place place) {
    if (place.provider().bakesOn().test(recipe.base())) {
      return Optional.empty();
    }
    return Optional.of(
        ("image '%s' has base %s, which provider %s of environment '%s' cannot bake on; name an"
                + " environment on %s with -e")
            .formatted(
                recipe.name(),
                recipe.base().text(),
                place.provider().name(),
                place.environment().name(),
                recipe.base() instanceof Base.Host
                    ? Environment.Local.PROVIDER
                    : Environment.Aws.PROVIDER));
  }

  /** What {@link #bake} would do; changes nothing. */
  public Plan plan(List<Source> sources, Consumer<Resolved> each) throws RepaveException {
    List<Resolved> all = new ArrayList<>();
    for (Source source : sources) {
      Baker.Resolved is = place.provider().baker().resolve(source.recipe(), source.folder());
      boolean exists = place.provider().images().find(is.image()).isPresent();
      Resolved resolved = new Resolved(is.image(), exists, is.lock());
      each.accept(resolved);
      all.add(resolved);
    }
    return new Plan(true, all);
  }

  /** Bakes them one after the other. */
  public Baked bake(List<Source> sources, Consumer<Image> each) throws RepaveException {
    List<Image> all = new ArrayList<>();
    for (Source source : sources) {
      Image image = Bakery.bake(place.provider(), source, narrator);
      each.accept(image);
      all.add(image);
    }
    return new Baked(all);
  }
}
