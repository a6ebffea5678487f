package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the image that a person means. */
public final class ImageChoice {
  private ImageChoice() {}

  /**
   * The named image, or without a name the newest one of the fleet's recipe that may roll to it.
   *
   * @param images all images, oldest first
   * @param word see {@link #named}
   */
  public static Image choose(List<Image> images, Fleet fleet, Optional<String> word)
      throws RequestException, NoImageException {
    List<Image> own = own(images, fleet);
    if (word.isPresent()) {
      return named(own, word.get());
    }
    Optional<Image> newest = newest(own, fleet);
    if (newest.isEmpty()) {
      throw new NoImageException(none(own, fleet));
    }
    return newest.get();
  }

  /**
   * The newest image that may roll to the fleet and is newer than what it runs.
   *
   * @param active what it runs, which was let in when it was rolled, and stays until somebody
   *     blocks it
   */
  static Optional<Image> newer(List<Image> images, Fleet fleet, Optional<ImageId> active) {
    return own(images, fleet).stream()
        .filter(
            image ->
                image.mayRoll(
                    active.equals(Optional.of(image.id())) ? Channel.CANDIDATE : fleet.channel()))
        .reduce((older, newer) -> newer)
        .filter(image -> !active.equals(Optional.of(image.id())));
  }

  private static Optional<Image> newest(List<Image> own, Fleet fleet) {
    return newer(own, fleet, Optional.empty());
  }

  private static List<Image> own(List<Image> images, Fleet fleet) {
    return images.stream().filter(i -> i.id().name().equals(fleet.image())).toList();
  }

  private static String none(List<Image> own, Fleet fleet) {
    if (own.isEmpty()) {
      return "there is no image '%1$s' yet; run 'repave bake %1$s'".formatted(fleet.image());
    }
    Optional<Image> candidate =
        own.stream().filter(image -> image.block().isEmpty()).reduce((older, newer) -> newer);
    return candidate
        .map(
            image ->
                "no image of '%s' is released to %s, as environment '%s' asks; release the newest with 'repave images release %s -e %s --to %s --reason TEXT' once it is proven"
                    .formatted(
                        fleet.image(),
                        fleet.channel(),
                        fleet.id().environment(),
                        image.id(),
                        fleet.id().environment(),
                        fleet.channel()))
        .orElse(
            "every image of '%s' is blocked; bake a better one, or see 'repave images list'"
                .formatted(fleet.image()));
  }

  /**
   * The one image that the word fits.
   *
   * @param word {@code name@digest} or {@code digest}, where the digest may be cut short, or a name
   *     that only one image has
   */
  public static Image named(List<Image> images, String word) throws RequestException {
    List<Image> found = images.stream().filter(image -> fits(image, word)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new RequestException(
        found.isEmpty()
            ? "no image '%s'; there are: %s".formatted(word, list(images))
            : "'%s' fits %s images: %s; write more of the digest"
                .formatted(word, found.size(), list(found)));
  }

  static boolean fits(Image image, String word) {
    int at = word.indexOf('@');
    String digest = word.substring(at + 1);
    if (at >= 0) {
      return image.id().name().equals(word.substring(0, at))
          && image.id().digest().startsWith(digest);
    }
    return !word.isEmpty()
        && (image.id().name().equals(word) || image.id().digest().startsWith(word));
  }

  private static String list(List<Image> images) {
    return images.isEmpty()
        ? "none; bake one with 'repave bake'"
        : images.stream().map(image -> image.id().toString()).collect(Collectors.joining(", "));
  }
}
