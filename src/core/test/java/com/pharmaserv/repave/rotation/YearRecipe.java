package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Urgency;
import com.pharmaserv.repave.rotation.FleetFacts.Blocked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** A recipe of a simulated year: fixes are published for it, and images baked that have them. */
final class YearRecipe {
  /** Of 100 fixes those below are so urgent, or more. */
  private static final int EXPLOITED = 3;

  private static final int CRITICAL = 10;
  private static final int HIGH = 30;

  /** More than are published for a recipe in a year. */
  private static final int FIXES_MAX = 10_000;

  final String name;
  private final Map<ImageId, Baked> images = new HashMap<>();
  private final Map<ImageId, Blocked> blocks = new HashMap<>();
  private final List<Fix> fixes = new ArrayList<>();
  private final Map<Integer, List<Fix>> between = new HashMap<>();
  private Optional<Baked> latest = Optional.empty();

  /**
   * An image.
   *
   * @param has so many of the fixes, from the first on
   * @param bad whether most of its rollouts fail
   * @param before the image that was baked before it
   */
  private record Baked(ImageId id, Instant at, int has, boolean bad, Optional<Baked> before) {}

  YearRecipe(String name) {
    this.name = name;
  }

  void publish(Random random, Instant now) {
    int drawn = random.nextInt(100);
    Urgency urgency =
        drawn < EXPLOITED
            ? Urgency.EXPLOITED
            : drawn < CRITICAL ? Urgency.CRITICAL : drawn < HIGH ? Urgency.HIGH : Urgency.OTHER;
    fixes.add(new Fix("CVE-2026-" + (1000 + fixes.size()), urgency, now));
  }

  /** Bakes an image if there is something new. */
  void bake(Random random, int badPercent, Instant now) {
    if (latest.filter(image -> image.has() == fixes.size()).isEmpty()) {
      ImageId id = new ImageId(name, "%064x".formatted(images.size() + 1));
      boolean bad = latest.isPresent() && random.nextInt(100) < badPercent;
      Baked baked = new Baked(id, now, fixes.size(), bad, latest);
      images.put(id, baked);
      latest = Optional.of(baked);
    }
  }

  Optional<ImageId> newest() {
    Optional<Baked> image = latest;
    while (image.isPresent() && blocks.containsKey(image.get().id())) {
      image = image.get().before();
    }
    return image.map(Baked::id);
  }

  List<Fix> fixes(ImageId from, ImageId to) {
    int has = baked(from).has();
    int more = baked(to).has();
    return has < more ? between.computeIfAbsent(has * FIXES_MAX + more, this::between) : List.of();
  }

  private List<Fix> between(int pair) {
    return List.copyOf(fixes.subList(pair / FIXES_MAX, pair % FIXES_MAX));
  }

  Instant bakedAt(ImageId image) {
    return baked(image).at();
  }

  boolean bad(ImageId image) {
    return baked(image).bad();
  }

  private Baked baked(ImageId image) {
    return Objects.requireNonNull(images.get(image));
  }

  void block(ImageId image, Instant now) {
    blocks.putIfAbsent(image, new Blocked("its rollout failed", now));
  }

  Optional<Blocked> blocked(ImageId image) {
    return Optional.ofNullable(blocks.get(image));
  }
}
