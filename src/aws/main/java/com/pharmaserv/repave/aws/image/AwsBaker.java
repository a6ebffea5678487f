package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.store.Locks;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Bakes Amazon Machine Images: starts a builder machine on the base, turns it into what the recipe
 * says, makes an image of it and copies that to the environment's other regions.
 */
public final class AwsBaker implements Baker {
  /** A whole bake; below the life of a builder, so that no bake loses its builder. */
  private static final Duration BAKE_MAX = Duration.ofHours(4);

  private static final Duration TIDY_MAX = Duration.ofMinutes(10);

  private final Site site;
  private final Locks locks;
  private final AwsImages images;
  private final Clients clients;
  private final Regions regions;
  private final Builders builders;

  public AwsBaker(Site site, Locks locks) {
    this.site = site;
    this.locks = locks;
    this.images = new AwsImages(site, locks);
    this.clients = site.clients().in(site.place().region());
    this.regions = Regions.of(site);
    this.builders = new Builders(clients);
  }

  @Override
  public Resolved resolve(Recipe recipe, Path folder) throws ProviderException, BakeException {
    return plan(recipe, folder).resolved();
  }

  private Plan plan(Recipe recipe, Path folder) throws ProviderException, BakeException {
    Ami base = new Bases(clients).resolve(recipe.base(), Plan.file(folder), site.time().now());
    return Plan.of(recipe, folder, base);
  }

  @Override
  public Image bake(Recipe recipe, Path folder, Says says) throws ProviderException, BakeException {
    Plan plan = plan(recipe, folder);
    Patience patience = new Patience(site.time(), says, BAKE_MAX);
    Leftovers leftovers = new Leftovers(builders, regions, patience, says);
    Optional<Image> existing = existing(plan, leftovers, says);
    if (existing.isPresent()) {
      return existing.get();
    }
    cleanSoftly(leftovers, says);
    try {
      HandOver.Bake place = BakePlaces.of(site, recipe.name());
      requireKeys(place);
      Optional<Ami> home = Publication.finished(plan, regions.home());
      String id = home.isPresent() ? home.get().id() : made(plan, place, leftovers, patience, says);
      Ami finished = new Publication(plan, place, regions, patience, says).run(id);
      leftovers.endBuilders(plan.id());
      return images.image(finished);
    } catch (ProviderException | BakeException e) {
      // Another process that bakes the same image may have ended the builder under our feet
      // because it is done.
      Optional<Image> other = lookAgain(plan, leftovers, says);
      if (other.isPresent()) {
        return other.get();
      }
      tidy(plan, says);
      throw e;
    }
  }

  private String made(
      Plan plan, HandOver.Bake place, Leftovers leftovers, Patience patience, Says says)
      throws ProviderException, BakeException {
    return new Bake(
            plan,
            place,
            Publication.key(place, regions.home().region()),
            builders,
            regions.home(),
            clients.ssm(),
            locks,
            leftovers,
            patience,
            says)
        .run();
  }

  private Optional<Image> existing(Plan plan, Leftovers leftovers, Says says)
      throws ProviderException, BakeException {
    Optional<Ami> finished = Publication.everywhere(plan, regions);
    if (finished.isEmpty()) {
      return Optional.empty();
    }
    Image image = images.image(finished.get());
    says.line("image " + plan.id() + " exists, baked at " + image.bakedAt());
    // A bake that died at its very end has left its builder.
    leftovers.endBuilders(plan.id());
    return Optional.of(image);
  }

  private Optional<Image> lookAgain(Plan plan, Leftovers leftovers, Says says) {
    try {
      return existing(plan, leftovers, says);
    } catch (ProviderException | BakeException e) {
      // The first failure is the one to tell of; this look was only a hope.
      return Optional.empty();
    }
  }

  /** On failure nothing stays behind; what cannot be removed now, the next bake removes. */
  private void tidy(Plan plan, Says says) {
    // Whoever was asked to stop still cleans up, in a bounded time.
    boolean interrupted = Thread.interrupted();
    try {
      Patience patience = new Patience(site.time(), says, TIDY_MAX);
      new Leftovers(builders, regions, patience, says).remove(plan.id());
    } catch (ProviderException | BakeException e) {
      says.line("could not remove everything: " + e.getMessage() + "; the next bake tries again");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Old leftovers of others must not keep this bake from being done. */
  private static void cleanSoftly(Leftovers leftovers, Says says) {
    try {
      leftovers.removeOlderThan(Builders.LIFE_MAX);
    } catch (ProviderException | BakeException e) {
      says.line("could not remove what old bakes left: " + e.getMessage());
    }
  }

  /**
   * Removes builders, unfinished images and their snapshots that are older than any bake which may
   * still be under way.
   */
  public void clean(Says says) throws ProviderException, BakeException {
    Patience patience = new Patience(site.time(), says, TIDY_MAX);
    new Leftovers(builders, regions, patience, says).removeOlderThan(Builders.LIFE_MAX);
  }

  private void requireKeys(HandOver.Bake place) throws BakeException {
    for (Amis amis : regions.all()) {
      Publication.key(place, amis.region());
    }
  }
}
