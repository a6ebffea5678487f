package com.pharmaserv.repave.aws.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.aws.store.Locks;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A lock as it is stored: a JSON object with sorted names. What was known before the bake made the
 * digest; what was only found on the finished machine is marked as resolved.
 */
final class LockText {
  /** In front of what the bake found, for example {@code resolved package openssl}. */
  static final String RESOLVED = "resolved ";

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LockText() {}

  static String write(SortedMap<String, String> lock) {
    try {
      return MAPPER.writeValueAsString(lock);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }

  /**
   * Where a lock is kept: under the image's name and the lock's own digest, which the image's tag
   * names. What a bake finds may differ from one try to the next although the image's digest is the
   * same, and a kept lock is never replaced.
   */
  static ImageId key(ImageId image, String sha256) {
    return new ImageId(image.name(), sha256);
  }

  /**
   * Finds an image's lock.
   *
   * @param sha256 as its tag says
   */
  static Optional<String> find(Locks locks, ImageId image, String sha256) throws ProviderException {
    return SHA256.matcher(sha256).matches() ? locks.find(key(image, sha256)) : Optional.empty();
  }

  static SortedMap<String, String> read(ImageId image, String text) throws ProviderException {
    try {
      return MAPPER.readValue(text, new TypeReference<TreeMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("the lock of image %s is damaged: %s; bake the image again under a new" + " version")
              .formatted(image, e.getOriginalMessage()),
          e);
    }
  }

  static String sha256(String text) {
    return Sha256.of(text);
  }

  /** Adds every installed package, from lines {@code name version}. */
  static SortedMap<String, String> withPackages(
      SortedMap<String, String> lock, Iterable<String> lines) {
    SortedMap<String, String> all = new TreeMap<>(lock);
    for (String line : lines) {
      String[] parts = line.strip().split(" ", 2);
      if (parts.length == 2) {
        all.merge(RESOLVED + "package " + parts[0], parts[1], (a, b) -> a + ", " + b);
      }
    }
    return all;
  }
}
