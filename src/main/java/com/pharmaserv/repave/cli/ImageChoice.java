package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Image;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the image that a person means. */
final class ImageChoice {
  private ImageChoice() {}

  /**
   * The named image, or without a name the newest one of the recipe that is not blocked.
   *
   * @param images all images, oldest first
   * @param word {@code name@digest}, or the beginning of a digest
   */
  static Image choose(List<Image> images, String recipe, Optional<String> word)
      throws CliException {
    List<Image> own = images.stream().filter(i -> i.id().name().equals(recipe)).toList();
    return word.isPresent() ? named(own, recipe, word.get()) : newest(own, recipe);
  }

  private static Image newest(List<Image> own, String recipe) throws CliException {
    return own.stream()
        .filter(image -> image.block().isEmpty())
        .reduce((older, newer) -> newer)
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.FAILED,
                    own.isEmpty()
                        ? "there is no image '" + recipe + "' yet; run 'repave bake " + recipe + "'"
                        : "every image of '" + recipe + "' is blocked; see 'repave images list'"));
  }

  static Image named(List<Image> own, String recipe, String word) throws CliException {
    String digest = word.substring(word.indexOf('@') + 1);
    List<Image> found =
        own.stream()
            .filter(i -> !digest.isEmpty() && i.id().digest().startsWith(digest))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String known =
        own.stream().map(i -> i.id().toString()).collect(Collectors.joining(", "));
    throw new CliException(
        ExitCode.USAGE,
        "'" + word + "' names " + found.size() + " images of '" + recipe + "'; there are: "
            + (known.isEmpty() ? "none" : known));
  }
}
