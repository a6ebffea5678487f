package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fate;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which images are kept and why, and which go: an image that nothing needs is withdrawn, and
 * removed only if nothing has needed it for the time of grace after that. A blocked image is kept
 * by what runs on it alone.
 */
public final class Keeping {
  /** What keeps even an image that is blocked. */
  public static final Set<Fate.Need> RUNNING =
      Set.of(Fate.Need.RUNS, Fate.Need.ROLLING, Fate.Need.REFERENCE);

  private Keeping() {}

  /**
   * What is kept though nothing uses it.
   *
   * @param newest so many of each recipe that are not blocked, at least 1
   * @param young whatever was baked more recently and is not blocked
   * @param grace how long a withdrawn image can be restored
   */
  public record Rule(int newest, Duration young, Duration grace) {
    public Rule {
      if (newest < 1) {
        throw new IllegalArgumentException(
            "the newest %s images of each recipe are kept: must be at least 1".formatted(newest));
      }
      if (young.isNegative() || grace.isNegative()) {
        throw new IllegalArgumentException(
            "images are kept for %s and %s days: must not be negative"
                .formatted(young.toDays(), grace.toDays()));
      }
    }
  }

  /**
   * What becomes of each image: of usable ones first, oldest bake first, then of withdrawn ones.
   *
   * @param images that can be used, oldest bake first
   * @param uses what was seen to need them
   */
  public static List<Fate> of(
      List<Image> images,
      List<Withdrawn> withdrawn,
      Map<ImageId, List<Fate.Use>> uses,
      Rule rule,
      Instant now) {
    List<Fate> fates = new ArrayList<>();
    Map<ImageId, Integer> newness = newness(images);
    Map<ImageId, List<Channel>> released = released(images);
    for (Image image : images) {
      List<Fate.Use> all = needs(image, uses);
      Integer rank = newness.get(image.id());
      if (rank != null && rank < rule.newest()) {
        all.add(new Fate.Use(Fate.Need.NEWEST, Integer.toString(rank + 1)));
      }
      released
          .getOrDefault(image.id(), List.of())
          .forEach(asked -> all.add(new Fate.Use(Fate.Need.RELEASED, asked.code())));
      if (image.block().isEmpty() && image.bakedAt().plus(rule.young()).isAfter(now)) {
        all.add(new Fate.Use(Fate.Need.YOUNG, image.bakedAt().toString()));
      }
      fates.add(all.isEmpty() ? new Fate.Withdraw(image.id()) : new Fate.Kept(image.id(), all));
    }
    for (Withdrawn one : withdrawn) {
      fates.add(withdrawn(one, needs(one.withdrawnImage(), uses), rule, now));
    }
    return fates;
  }

  /** Nobody goes back to a blocked image; what runs on it keeps it all the same. */
  private static List<Fate.Use> needs(Image image, Map<ImageId, List<Fate.Use>> uses) {
    List<Fate.Use> all = new ArrayList<>(uses.getOrDefault(image.id(), List.of()));
    if (image.block().isPresent()) {
      all.removeIf(use -> !RUNNING.contains(use.need()));
    }
    return all;
  }

  private static Fate withdrawn(Withdrawn one, List<Fate.Use> uses, Rule rule, Instant now) {
    ImageId image = one.withdrawnImage().id();
    if (!uses.isEmpty()) {
      return new Fate.Restore(image, uses);
    }
    if (one.withdrawnImage().block().isPresent()) {
      return new Fate.Barred(image);
    }
    Instant until = one.at().plus(rule.grace());
    return until.isAfter(now) ? new Fate.Waits(image, until) : new Fate.Remove(image);
  }

  /** How many images of the same recipe are newer, of those that may roll. */
  private static Map<ImageId, Integer> newness(List<Image> images) {
    Map<ImageId, Integer> newness = new HashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = images.size() - 1; i >= 0; i--) {
      Image image = images.get(i);
      if (image.block().isEmpty()) {
        newness.put(image.id(), seen.merge(image.id().name(), 1, Integer::sum) - 1);
      }
    }
    return newness;
  }

  /** The newest image of each recipe that may roll where more than a candidate is asked for. */
  private static Map<ImageId, List<Channel>> released(List<Image> images) {
    Map<ImageId, List<Channel>> released = new HashMap<>();
    for (Channel asked : List.of(Channel.STAGING, Channel.PRODUCTION)) {
      Map<String, ImageId> newest = new HashMap<>();
      images.stream()
          .filter(image -> image.mayRoll(asked))
          .forEach(image -> newest.put(image.id().name(), image.id()));
      newest
          .values()
          .forEach(id -> released.computeIfAbsent(id, i -> new ArrayList<>()).add(asked));
    }
    return released;
  }
}
