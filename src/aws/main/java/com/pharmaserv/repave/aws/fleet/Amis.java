package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Finds the machine image of a region that a baked image is. */
final class Amis {
  private final Clients clients;

  Amis(Clients clients) {
    this.clients = clients;
  }

  /**
   * A machine image.
   *
   * @param block why it must not roll, if it must not
   */
  record Ami(String id, Optional<String> owner, Optional<String> block) {}

  /**
   * The image in this region. Two bakes at once may have made it twice; the first one counts, and a
   * block on any of them.
   */
  Ami find(ImageId image) throws ProviderException {
    List<Image> found =
        Errors.read(
                "find image " + image,
                () ->
                    clients
                        .ec2()
                        .describeImages(
                            r ->
                                r.owners("self")
                                    .filters(
                                        tag(Tags.MANAGED_BY, Tags.BAKE_TOOL),
                                        tag(Tags.IMAGE, image.name()),
                                        tag(Tags.DIGEST, image.digest()),
                                        // Set last of all: without it the image is half made.
                                        Filter.builder()
                                            .name("tag-key")
                                            .values(Tags.BAKED_AT)
                                            .build())))
            .images();
    Image first =
        found.stream()
            .filter(i -> i.state() == ImageState.AVAILABLE)
            .min(
                Comparator.comparing((Image i) -> String.valueOf(i.creationDate()))
                    .thenComparing(Image::imageId))
            .orElseThrow(() -> missing(image, found));
    Optional<String> block = found.stream().flatMap(i -> tag(i, Tags.BLOCK).stream()).findFirst();
    return new Ami(first.imageId(), tag(first, Tags.OWNER), block);
  }

  private ProviderException missing(ImageId image, List<Image> found) {
    String there =
        found.isEmpty()
            ? "does not exist"
            : "is " + found.get(0).stateAsString() + " (" + found.get(0).imageId() + ")";
    return new ProviderException(
        Failure.Kind.GONE,
        "image %s %s in region %s; bake it or copy it there"
            .formatted(image.full(), there, clients.region()));
  }

  private static Optional<String> tag(Image image, String key) {
    return image.tags().stream().filter(t -> t.key().equals(key)).map(Tag::value).findFirst();
  }

  private static Filter tag(String key, String value) {
    return Filter.builder().name("tag:" + key).values(value).build();
  }
}
