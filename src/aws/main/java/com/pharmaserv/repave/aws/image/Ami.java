package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.model.ImageId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Image;

/**
 * An Amazon Machine Image as EC2 describes it.
 *
 * @param created as EC2 writes it, in UTC: a later one sorts after an earlier one
 * @param state EC2's name: pending, available, failed, ...
 * @param guarded whether it is protected from being deregistered
 * @param devices its EBS volumes, the root's among them
 */
record Ami(
    String id,
    String name,
    String owner,
    String created,
    String architecture,
    String state,
    String stateReason,
    Optional<Instant> deprecated,
    boolean requiresTokens,
    boolean guarded,
    List<Device> devices,
    SortedMap<String, String> tags) {
  Ami {
    devices = List.copyOf(devices);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /** A volume; its snapshot has no id yet while the image is young. */
  record Device(String name, Optional<String> snapshot) {}

  static Ami of(Image image) {
    return new Ami(
        image.imageId(),
        String.valueOf(image.name()),
        String.valueOf(image.ownerId()),
        String.valueOf(image.creationDate()),
        String.valueOf(image.architectureAsString()),
        String.valueOf(image.stateAsString()),
        image.stateReason() == null ? "no reason given" : image.stateReason().message(),
        instant(Optional.ofNullable(image.deprecationTime())),
        "v2.0".equals(image.imdsSupportAsString()),
        String.valueOf(image.deregistrationProtection()).startsWith("enabled"),
        image.blockDeviceMappings().stream()
            .filter(mapping -> mapping.ebs() != null)
            .map(
                mapping ->
                    new Device(
                        mapping.deviceName(), Optional.ofNullable(mapping.ebs().snapshotId())))
            .toList(),
        ImageTags.read(image.tags()));
  }

  private static Optional<Instant> instant(Optional<String> text) {
    try {
      return text.map(Instant::parse);
    } catch (DateTimeException e) {
      // An unknown spelling of the date must not hide the image.
      return Optional.empty();
    }
  }

  boolean available() {
    return state.equals("available");
  }

  boolean pending() {
    return state.equals("pending");
  }

  boolean disabled() {
    return state.equals("disabled");
  }

  /** Whether the bake that made it went to its end. */
  boolean finished() {
    return tags.containsKey(ImageTags.BAKED_AT);
  }

  /** Whether all that is missing are its copies: those alone can be made again. */
  boolean lacksOnlyCopies() {
    return available() && !finished() && tags.containsKey(ImageTags.MADE_AT);
  }

  boolean holds(ImageId image) {
    return image.name().equals(tags.get(ImageTags.IMAGE))
        && image.digest().equals(tags.get(ImageTags.DIGEST));
  }

  List<String> snapshots() {
    return devices.stream().flatMap(device -> device.snapshot().stream()).toList();
  }

  String tag(String key) {
    return tags.getOrDefault(key, "");
  }
}
