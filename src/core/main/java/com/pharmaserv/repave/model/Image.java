package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A baked, immutable machine image.
 *
 * @param lock what the image was made of, resolved: base and package versions, file digests
 * @param version what the recipe calls this state of itself, for people; the digest decides
 * @param block set while the image must not roll
 */
public record Image(
    ImageId id,
    String function,
    String version,
    String owner,
    Instant bakedAt,
    SortedMap<String, String> lock,
    Optional<Block> block) {
  public Image {
    Names.require("function", function);
    lock = Collections.unmodifiableSortedMap(new TreeMap<>(lock));
  }

  /** An image that was baked just now. */
  public static Image baked(ImageId id, Recipe recipe, Instant at, SortedMap<String, String> lock) {
    return new Image(
        id, recipe.function(), recipe.version(), recipe.owner(), at, lock, Optional.empty());
  }

  /** Why an image must never roll again, who said so and when. */
  public record Block(String reason, String by, Instant at) {}

  public Image withBlock(Optional<Block> newBlock) {
    return new Image(id, function, version, owner, bakedAt, lock, newBlock);
  }
}
