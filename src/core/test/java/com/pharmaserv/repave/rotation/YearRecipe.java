package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Urgency;
import com.pharmaserv.repave.rotation.FleetFacts.Blocked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A recipe of a simulated year: fixes are published for it, and images baked that have them. */
final class YearRecipe {
  /** Of 100 fixes, so many are exploited, critical and high; the rest is other. */
  private static final int[] SHARES = {3, 10, 30};

  final String name;
  private final List<ImageId> images = new ArrayList<>();
  private final Map<ImageId, Instant> baked = new HashMap<>();
  private final Map<ImageId, Integer> has = new HashMap<>();
  private final Map<ImageId, Blocked> blocks = new HashMap<>();
  private final Map<ImageId, Boolean> bad = new HashMap<>();
  private final List<Fix> fixes = new ArrayList<>();

  YearRecipe(String name) {
    this.name = name;
  }

  void publish(Random random, Instant now) {
    int drawn = random.nextInt(100);
    Urgency urgency = Urgency.OTHER;
    for (int i = SHARES.length - 1; i >= 0; i--) {
      urgency = drawn < SHARES[i] ? Urgency.values()[i] : urgency;
    }
    fixes.add(new Fix("CVE-2026-" + (1000 + fixes.size()), urgency, now));
  }

  /** Bakes an image if there is something new. */
  void bake(Random random, int badPercent, Instant now) {
    if (!images.isEmpty() && has.get(images.get(images.size() - 1)) == fixes.size()) {
      return;
    }
    ImageId image = new ImageId(name, "%064x".formatted(images.size() + 1));
    images.add(image);
    baked.put(image, now);
    has.put(image, fixes.size());
    bad.put(image, images.size() > 1 && random.nextInt(100) < badPercent);
  }

  Optional<ImageId> newest() {
    for (int i = images.size() - 1; i >= 0; i--) {
      if (!blocks.containsKey(images.get(i))) {
        return Optional.of(images.get(i));
      }
    }
    return Optional.empty();
  }

  List<Fix> fixes(ImageId from, ImageId to) {
    return has.get(from) < has.get(to) ? fixes.subList(has.get(from), has.get(to)) : List.of();
  }

  Instant baked(ImageId image) {
    return baked.get(image);
  }

  boolean bad(ImageId image) {
    return bad.get(image);
  }

  void block(ImageId image, Instant now) {
    blocks.putIfAbsent(image, new Blocked("its rollout failed", now));
  }

  Optional<Blocked> blocked(ImageId image) {
    return Optional.ofNullable(blocks.get(image));
  }
}
