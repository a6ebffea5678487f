package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a rotation wants of some fleets.
 *
 * @param again whether they run the image already and only their machines are old
 * @param why at least one reason
 * @param deadline by when; empty if no limit sets one
 * @param fleets their names, at least one
 */
public record RotationTarget(
    ImageId image,
    boolean again,
    List<Reason> why,
    Optional<Instant> deadline,
    List<String> fleets) {
  public RotationTarget {
    why = List.copyOf(why);
    fleets = List.copyOf(fleets);
    if (why.isEmpty() || fleets.isEmpty()) {
      throw new IllegalArgumentException(
          "the target %s needs fleets and a reason".formatted(image));
    }
  }
}
