package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Image;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the image that a person means. */
public final class ImageChoice {
  private ImageChoice() {}

  /**
   * The named image, or without a name the newest one of the recipe that is not blocked.
   *
   * @param images all images, oldest first
   * @param word see {@link #named}
   */
  public static Image choose(List<Image> images, String recipe, Optional<String> word)
      throws RequestException, NoImageException {
    List<Image> own = images.stream().filter(i -> i.id().name().equals(recipe)).toList();
    return word.isPresent() ? named(own, word.get()) : newest(own, recipe);
  }

  private static Image newest(List<Image> own, String recipe) throws NoImageException {
    return own.stream()
        .filter(image -> image.block().isEmpty())
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> new NoImageException(none(own, recipe)));
  }

  private static String none(List<Image> own, String recipe) {
    return own.isEmpty()
        ? "there is no image '%1$s' yet; run 'repave bake %1$s'".formatted(recipe)
        : "every image of '%s' is blocked; bake a better one, or see 'repave images list'"
            .formatted(recipe);
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
