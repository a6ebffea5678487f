package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** A disk on its way into one region, step by step; each can be taken again. */
final class RegionPublication {
  /** By then an image is long replaced; from then on EC2 shows it as deprecated. */
  private static final Duration DEPRECATED_AFTER = Duration.ofDays(90);

  /** EC2 shows new things within seconds, but may take minutes. */
  private static final Duration APPEAR_MAX = Duration.ofMinutes(3);

  /** A look before is a call for nothing. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

  private static final Duration AVAILABLE_MAX = Duration.ofMinutes(15);
  private static final Duration POLL = Duration.ofSeconds(3);

  private final Disk disk;
  private final Amis amis;
  private final BlockUpload upload;
  private final Patience patience;
  private final Says says;

  private Optional<Ami> existing = Optional.empty();
  private Optional<String> parent = Optional.empty();
  private Optional<String> snapshot = Optional.empty();
  private Optional<String> id = Optional.empty();

  RegionPublication(
      Disk disk, Clients clients, Amis amis, String key, Patience patience, Says says) {
    this.disk = disk;
    this.amis = amis;
    this.patience = patience;
    this.says = says;
    this.upload = new BlockUpload(disk, amis, new EbsBlocks(clients), key, patience, says);
  }

  String region() {
    return amis.region();
  }

  /** Finds the image, if it is here already, and the snapshot of its parent. */
  RegionPublication look() throws ProviderException, BakeException {
    List<String> digests = new ArrayList<>(List.of(disk.id().digest()));
    disk.parent().ifPresent(p -> digests.add(p.id().digest()));
    for (Ami ami : patience.insist(() -> amis.withDigests(digests))) {
      if (ami.holds(disk.id())) {
        adopt(ami);
      } else if (disk.parent().filter(p -> isParent(ami, p)).isPresent()) {
        parent = ami.snapshots().stream().findFirst();
      }
    }
    return this;
  }

  private static boolean isParent(Ami ami, Disk.Parent parent) {
    return ami.holds(parent.id())
        && ami.tag(ImageTags.DISK).equals(parent.manifest().digest())
        && ami.snapshots().size() == 1;
  }

  private void adopt(Ami ami) throws ProviderException, BakeException {
    requireSame(ami);
    if (ami.available() || ami.pending()) {
      existing = Optional.of(ami);
      id = Optional.of(ami.id());
    } else if (ami.disabled()) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "image %s is in %s as %s and disabled; enable it, or change the recipe"
              .formatted(disk.id(), region(), ami.id()));
    } else {
      says.line(
          "%s: removing image %s, which is %s: %s"
              .formatted(region(), ami.id(), ami.state(), ami.stateReason()));
      deregister(ami);
    }
  }

  private void requireSame(Ami ami) throws ProviderException {
    if (!ami.holds(disk.id()) || !ami.tag(ImageTags.DISK).equals(disk.manifest().digest())) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("image %s in %s has the name or digest of %s, but not the disk %s; remove it, or change"
                  + " the recipe's version")
              .formatted(ami.id(), region(), disk.id(), disk.manifest().digest()));
    }
  }

  /** The image as it was found. */
  Optional<Ami> existing() {
    return existing;
  }

  /** Brings the disk here, if its image is not here already. */
  void upload() throws ProviderException, BakeException {
    if (id.isEmpty()) {
      snapshot = Optional.of(upload.run(parent));
    }
  }

  /** Makes an image of the snapshot; with that it is finished. */
  void register(String lockDigest, Instant bakedAt) throws ProviderException, BakeException {
    if (snapshot.isEmpty()) {
      return;
    }
    String from = snapshot.get();
    SortedMap<String, String> tags = disk.imageTags(lockDigest, bakedAt.toString());
    id =
        Optional.of(
            patience.until(
                "image '" + disk.amiName() + "' in " + region(),
                APPEAR_MAX,
                POLL,
                "an image that cannot be seen has the name; remove it",
                () -> {
                  Optional<String> made =
                      amis.register(disk.amiName(), from, disk.manifest().gib(), tags);
                  return made.isPresent() ? made : sameName();
                }));
    says.line("%s: image %s of snapshot %s".formatted(region(), id.get(), from));
  }

  /** Made by a call whose answer got lost, or by another process. */
  private Optional<String> sameName() throws ProviderException {
    Optional<Ami> found = amis.byName(disk.amiName());
    if (found.isPresent()) {
      requireSame(found.get());
    }
    return found.map(Ami::id);
  }

  /** Deprecation, accounts and protection, as far as they are not there. */
  void settle(Instant bakedAt) throws ProviderException, BakeException {
    String image = id.orElseThrow();
    if (existing.flatMap(Ami::deprecated).isEmpty()) {
      soon("deprecation of", image, () -> amis.deprecate(image, bakedAt.plus(DEPRECATED_AFTER)));
    }
    if (!disk.accounts().isEmpty()) {
      soon("accounts of", image, () -> amis.share(image, disk.accounts()));
    }
    if (existing.filter(Ami::guarded).isEmpty()) {
      soon("protection of", image, () -> amis.protect(image));
    }
  }

  /** One effect on an image. */
  private interface Effect {
    void run() throws ProviderException;
  }

  /** A new image may not be known, or not be available, when it is changed for the first time. */
  private void soon(String what, String image, Effect effect)
      throws ProviderException, BakeException {
    patience.until(
        what + " image " + image + " in " + region(),
        APPEAR_MAX,
        POLL,
        "publish again",
        () -> {
          try {
            effect.run();
            return Optional.of(true);
          } catch (ProviderException e) {
            if (e.failure().kind() != Failure.Kind.GONE) {
              throw e;
            }
            return Optional.empty();
          }
        });
  }

  /** The image once machines can be started from it. */
  Ami available() throws ProviderException, BakeException {
    String image = id.orElseThrow();
    if (existing.isEmpty()) {
      patience.pause(FIRST_LOOK);
    }
    return patience.until(
        "image " + image + " in " + region() + " to be available",
        AVAILABLE_MAX,
        POLL,
        "publish again",
        () -> amis.byId(image).filter(ami -> ami.available() && ami.finished()));
  }

  /** Whether an earlier try has left something here, or another process has made the image. */
  boolean mayHaveLeft() {
    return upload.mayHaveLeft();
  }

  /** Removes snapshots of this image that no image uses. */
  void removeLeftovers() throws ProviderException, BakeException {
    List<Ami> images = patience.insist(() -> amis.of(disk.id()));
    removeLeftovers(images);
  }

  private void removeLeftovers(List<Ami> images) throws ProviderException, BakeException {
    List<String> used = images.stream().flatMap(ami -> ami.snapshots().stream()).toList();
    for (Snapshot each : patience.insist(() -> amis.snapshots(disk.id()))) {
      if (!used.contains(each.snapshotId())) {
        says.line(
            "%s: removing snapshot %s of image %s, which no image uses"
                .formatted(region(), each.snapshotId(), disk.id()));
        delete(each.snapshotId());
      }
    }
  }

  private void delete(String unused) throws ProviderException, BakeException {
    patience.insist(
        () -> {
          try {
            amis.deleteSnapshot(unused);
          } catch (ProviderException e) {
            // Another process was faster and has made its image of it.
            if (e.failure().kind() != Failure.Kind.CONFLICT) {
              throw e;
            }
          }
          return true;
        });
  }

  /** Whether the image is here. */
  boolean present() throws ProviderException, BakeException {
    return !patience.insist(() -> amis.of(disk.id())).isEmpty();
  }

  /** Removes all of this image that is here. */
  void removeAll() throws ProviderException, BakeException {
    for (Ami ami : patience.insist(() -> amis.of(disk.id()))) {
      says.line("%s: removing image %s".formatted(region(), ami.id()));
      deregister(ami);
    }
    removeLeftovers(List.of());
  }

  private void deregister(Ami ami) throws ProviderException, BakeException {
    patience.insist(
        () -> {
          amis.deregister(ami.id());
          for (String each : ami.snapshots()) {
            amis.deleteSnapshot(each);
          }
          return true;
        });
  }
}
