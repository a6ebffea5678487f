package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.model.ImageId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The tags of images, their snapshots and the machines that bake them. */
final class ImageTags {
  static final String MANAGED_BY = "repave:managed-by";
  static final String BAKE = "bake";
  static final String IMAGE = "repave:image";
  static final String DIGEST = "repave:digest";
  static final String FUNCTION = "repave:function";
  static final String VERSION = "repave:version";
  static final String OWNER = "repave:owner";
  static final String BASE = "repave:base";

  /** SHA-256 of the lock's text: binds the image to the lock that was stored for it. */
  static final String LOCK = "repave:lock";

  /** The digest of the manifest of its blocks, if the image was published block by block. */
  static final String DISK = "repave:disk";

  /** The image that a snapshot belongs to. */
  static final String AMI = "repave:ami";

  /** Set once the image at home is good and only its copies to other regions are missing. */
  static final String MADE_AT = "repave:made-at";

  /** Set last of all: an image without it is half made, and no machine is started from it. */
  static final String BAKED_AT = "repave:baked-at";

  static final String BLOCK = "repave:block";
  static final String BLOCK_BY = "repave:block-by";
  static final String BLOCK_AT = "repave:block-at";

  /** Absent as long as nobody has released the image. */
  static final String CHANNEL = "repave:channel";

  static final String RELEASE = "repave:release";
  static final String RELEASE_BY = "repave:release-by";
  static final String RELEASE_AT = "repave:release-at";

  static final List<String> OF_A_BLOCK = List.of(BLOCK, BLOCK_BY, BLOCK_AT);

  static final List<String> OF_A_RELEASE = List.of(CHANNEL, RELEASE, RELEASE_BY, RELEASE_AT);

  /** Set before the image is disabled, so that a disabled one of ours tells who did it and when. */
  static final String WITHDRAWN_AT = "repave:withdrawn-at";

  static final String WITHDRAWN_BY = "repave:withdrawn-by";

  /** What people see in the console. */
  static final String NAME = "Name";

  /** EC2 user guide, "Tag your resources", restrictions: a value's characters. */
  static final int VALUE_MAX = 256;

  private ImageTags() {}

  /** What everything made for that image carries. */
  static SortedMap<String, String> of(ImageId image) {
    SortedMap<String, String> tags = new TreeMap<>();
    tags.put(MANAGED_BY, BAKE);
    tags.put(IMAGE, image.name());
    tags.put(DIGEST, image.digest());
    return tags;
  }

  static String cut(String value) {
    return value.length() <= VALUE_MAX ? value : value.substring(0, VALUE_MAX - 3) + "...";
  }

  static List<Tag> sdk(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(cut(tag.getValue())).build())
            .toList();
  }

  static SortedMap<String, String> read(List<Tag> tags) {
    SortedMap<String, String> read = new TreeMap<>();
    tags.forEach(tag -> read.put(tag.key(), tag.value()));
    return read;
  }
}
