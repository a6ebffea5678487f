package com.pharmaserv.repave.model;

import java.util.List;
import java.util.Optional;

/**
 * Where some fleets stood when a rotation ended.
 *
 * @param why nothing for those that run what they should
 * @param fleets their names, at least one
 */
public record RotationRest(Kind kind, Optional<Reason> why, List<String> fleets) {
  public RotationRest {
    fleets = List.copyOf(fleets);
  }

  /** Where a fleet stands. */
  public enum Kind {
    /** It runs what it should. */
    DONE,
    /** It was rolled in vain. */
    FAILED,
    /** It is stale still, and a later rotation will try. */
    WAITING,
    /** It is left to a person. */
    LEFT
  }
}
