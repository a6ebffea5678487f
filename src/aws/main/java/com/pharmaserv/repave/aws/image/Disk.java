package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.ImageId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A finished raw disk that becomes an image.
 *
 * @param lock what it was made of
 * @param manifest of its blocks: what is published is this, and nothing else
 * @param raw the file, which still holds what the manifest says
 * @param parent the image whose blocks need not be put again, where it is published as well
 * @param place with a key for each region
 * @param accounts that may start machines of the image, beside its own
 */
public record Disk(
    ImageId id,
    String function,
    String version,
    String owner,
    SortedMap<String, String> lock,
    Blocks manifest,
    Path raw,
    Optional<Parent> parent,
    HandOver.Bake place,
    List<String> accounts) {
  public Disk {
    lock = Collections.unmodifiableSortedMap(new TreeMap<>(lock));
    accounts = List.copyOf(accounts);
    if (manifest.digests().isEmpty()) {
      throw new IllegalArgumentException("disk of image " + id + " holds nothing but zeros");
    }
    for (String account : accounts) {
      if (!account.matches("\\d{12}")) {
        throw new IllegalArgumentException("account '" + account + "' must be twelve digits");
      }
    }
  }

  /** An image that was published earlier, with its manifest as it was kept. */
  public record Parent(ImageId id, Blocks manifest) {}

  String amiName() {
    return Plan.amiName(id, version);
  }

  /** What its snapshots carry from birth. */
  SortedMap<String, String> snapshotTags() {
    SortedMap<String, String> tags = ImageTags.of(id);
    tags.put(ImageTags.NAME, id.name() + " " + version);
    tags.put(ImageTags.DISK, manifest.digest());
    return tags;
  }

  /** What the image carries from birth; with the last one it is finished. */
  SortedMap<String, String> imageTags(String lockDigest, String bakedAt) {
    SortedMap<String, String> tags = snapshotTags();
    tags.put(ImageTags.FUNCTION, function);
    tags.put(ImageTags.VERSION, version);
    tags.put(ImageTags.OWNER, owner);
    tags.put(ImageTags.LOCK, lockDigest);
    tags.put(ImageTags.BAKED_AT, bakedAt);
    return tags;
  }

  /**
   * The client token of its snapshot in a region: the same for the same bytes under the same key,
   * so that whoever publishes the disk again goes on with the same snapshot.
   *
   * @param number of the snapshots that were given up before
   */
  String token(String region, String key, Optional<String> parentSnapshot, int number) {
    Map<String, String> inputs =
        new TreeMap<>(
            Map.of(
                "image", id.full(),
                "disk", manifest.digest(),
                "region", region,
                "key", key,
                "parent", parentSnapshot.orElse(""),
                "number", Integer.toString(number)));
    return Sha256.of(inputs.toString());
  }
}
