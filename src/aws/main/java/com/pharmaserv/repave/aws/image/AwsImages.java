package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.store.Locks;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The finished images in the environment's region, as their tags tell. Block and channel are tags,
 * too, and stand on the copies in other regions as well.
 */
public final class AwsImages implements Images {
  private final Regions regions;
  private final Locks locks;
  private final Time time;

  /** Locks by their digests. */
  private final ConcurrentMap<String, SortedMap<String, String>> known = new ConcurrentHashMap<>();

  public AwsImages(Site site, Locks locks) {
    this.regions = Regions.of(site);
    this.locks = locks;
    this.time = site.time();
  }

  /**
   * An image's counterpart on AWS.
   *
   * @param ami its id in the environment's region, for example {@code ami-0123456789abcdef0}
   */
  public record Found(Image image, String ami) {}

  @Override
  public List<Image> list() throws ProviderException {
    List<Image> images = new ArrayList<>();
    for (Ami ami :
        regions
            .home()
            .all(
                "self",
                Amis.tagged(ImageTags.MANAGED_BY, ImageTags.BAKE),
                Amis.filter("tag-key", ImageTags.BAKED_AT),
                Amis.filter("state", "available"))) {
      images.add(image(ami));
    }
    images.sort(Comparator.comparing(Image::bakedAt).thenComparing(image -> image.id().full()));
    return images;
  }

  @Override
  public Optional<Image> find(ImageId id) throws ProviderException {
    return resolve(id).map(Found::image);
  }

  /** The image with its id on AWS; empty if there is no finished one. */
  public Optional<Found> resolve(ImageId id) throws ProviderException {
    Optional<Ami> ami =
        regions.home().of(id).stream()
            .filter(found -> found.available() && found.finished())
            .findFirst();
    return ami.isEmpty()
        ? Optional.empty()
        : Optional.of(new Found(image(ami.get()), ami.get().id()));
  }

  /** Takes note of a lock, so that it need not be read. */
  void know(String sha256, SortedMap<String, String> lock) {
    known.put(sha256, lock);
  }

  /** The image that a finished machine image is. */
  Image image(Ami ami) throws ProviderException {
    try {
      ImageId id = new ImageId(ami.tag(ImageTags.IMAGE), ami.tag(ImageTags.DIGEST));
      return released(
          ami,
          new Image(
              id,
              ami.tag(ImageTags.FUNCTION),
              ami.tag(ImageTags.VERSION),
              ami.tag(ImageTags.OWNER),
              Instant.parse(ami.tag(ImageTags.BAKED_AT)),
              lock(id, ami.tag(ImageTags.LOCK)),
              block(ami)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("the tags of image %s in %s were changed: %s; restore them, or remove the"
                  + " image and bake again")
              .formatted(ami.id(), regions.home().region(), e.getMessage()),
          e);
    }
  }

  private SortedMap<String, String> lock(ImageId id, String sha256) throws ProviderException {
    SortedMap<String, String> lock = known.get(sha256);
    if (lock != null) {
      return lock;
    }
    Optional<String> text = LockText.find(locks, id, sha256);
    if (text.isEmpty()) {
      // An image whose lock was lost still runs; only its evidence is missing.
      return new TreeMap<>();
    }
    SortedMap<String, String> read = LockText.read(id, text.get());
    known.put(sha256, read);
    return read;
  }

  private static Optional<Image.Block> block(Ami ami) {
    return Optional.ofNullable(ami.tags().get(ImageTags.BLOCK))
        .map(
            reason ->
                new Image.Block(
                    reason,
                    ami.tag(ImageTags.BLOCK_BY),
                    Instant.parse(ami.tag(ImageTags.BLOCK_AT))));
  }

  private static Image released(Ami ami, Image image) {
    String channel = ami.tags().get(ImageTags.CHANNEL);
    return channel == null
        ? image
        : image.in(
            Channel.parse(channel),
            new Image.Release(
                ami.tag(ImageTags.RELEASE),
                ami.tag(ImageTags.RELEASE_BY),
                Instant.parse(ami.tag(ImageTags.RELEASE_AT))));
  }

  private Ami require(ImageId id, String done) throws ProviderException {
    return regions.home().finished(id).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new ProviderException(
                    Failure.Kind.GONE,
                    "image %s cannot be %s: it is not in %s"
                        .formatted(id, done, regions.home().region())));
  }

  @Override
  public void block(ImageId id, String reason, String by) throws ProviderException {
    Ami image = require(id, "blocked");
    Map<String, String> tags = standing(image, ImageTags.OF_A_BLOCK);
    if (tags.isEmpty()) {
      tags.put(ImageTags.BLOCK, reason);
      tags.put(ImageTags.BLOCK_BY, by);
      tags.put(ImageTags.BLOCK_AT, now());
    }
    everywhere(id, image, tags);
  }

  @Override
  public void unblock(ImageId id) throws ProviderException {
    for (Amis amis : regions.all()) {
      for (Ami ami : amis.finished(id)) {
        if (ami.tags().containsKey(ImageTags.BLOCK)) {
          amis.untag(ami.id(), ImageTags.OF_A_BLOCK);
        }
      }
    }
  }

  @Override
  public void release(ImageId id, Channel to, String reason, String by) throws ProviderException {
    Ami image = require(id, "released");
    Map<String, String> tags = standing(image, ImageTags.OF_A_RELEASE);
    if (image(image).channel() != to) {
      tags.put(ImageTags.CHANNEL, to.code());
      tags.put(ImageTags.RELEASE, reason);
      tags.put(ImageTags.RELEASE_BY, by);
      tags.put(ImageTags.RELEASE_AT, now());
    }
    everywhere(id, image, tags);
  }

  /** Those of the tags that the image has. */
  private static Map<String, String> standing(Ami image, List<String> keys) {
    Map<String, String> tags = new TreeMap<>(image.tags());
    tags.keySet().retainAll(keys);
    return tags;
  }

  private String now() {
    return time.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * Tags the image and its copies, where they are not tagged so. At home first: what was blocked or
   * taken back must not roll, whatever becomes of the copies.
   */
  private void everywhere(ImageId id, Ami image, Map<String, String> tags)
      throws ProviderException {
    tag(regions.home(), image, tags);
    for (Amis amis : regions.copies()) {
      for (Ami copy : amis.finished(id)) {
        tag(amis, copy, tags);
      }
    }
  }

  private static void tag(Amis amis, Ami ami, Map<String, String> tags) throws ProviderException {
    if (!ami.tags().entrySet().containsAll(tags.entrySet())) {
      amis.tag(List.of(ami.id()), tags);
    }
  }
}
