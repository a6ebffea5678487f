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
 * @param channel the environments it may roll in: those that ask for no more
 * @param release who set the channel; empty as long as nobody has
 */
public record Image(
    ImageId id,
    String function,
    String version,
    String owner,
    Instant bakedAt,
    SortedMap<String, String> lock,
    Optional<Block> block,
    Channel channel,
    Optional<Release> release) {
  public Image {
    Names.require("function", function);
    if (release.isEmpty() && channel != Channel.CANDIDATE) {
      throw new IllegalArgumentException(
          "image %s has channel %s, and nobody released it".formatted(id, channel));
    }
    lock = Collections.unmodifiableSortedMap(new TreeMap<>(lock));
  }

  /** An image that nobody has released. */
  public Image(
      ImageId id,
      String function,
      String version,
      String owner,
      Instant bakedAt,
      SortedMap<String, String> lock,
      Optional<Block> block) {
    this(id, function, version, owner, bakedAt, lock, block, Channel.CANDIDATE, Optional.empty());
  }

  /** An image that was baked just now. */
  public static Image baked(ImageId id, Recipe recipe, Instant at, SortedMap<String, String> lock) {
    return new Image(
        id, recipe.function(), recipe.version(), recipe.owner(), at, lock, Optional.empty());
  }

  /** Why an image must never roll again, who said so and when. */
  public record Block(String reason, String by, Instant at) {}

  /** Why an image has its channel, who said so and when; also of one that was taken back. */
  public record Release(String reason, String by, Instant at) {}

  public Image withBlock(Optional<Block> newBlock) {
    return new Image(id, function, version, owner, bakedAt, lock, newBlock, channel, release);
  }

  /** The same image in a channel that somebody set. */
  public Image in(Channel newChannel, Release why) {
    return new Image(
        id, function, version, owner, bakedAt, lock, block, newChannel, Optional.of(why));
  }

  /** Whether a rollout to it may begin where that channel is asked for. */
  public boolean mayRoll(Channel asked) {
    return block.isEmpty() && channel.covers(asked);
  }
}
