package com.pharmaserv.repave.model;

import java.util.Optional;

/**
 * Something at a fleet that others put there, and that Repave neither carries over nor may
 * overlook.
 *
 * @param what it is, by the provider's names: "rule 12 of listener ... (path /api/*)"
 * @param generation which it belongs to
 * @param slot which it leads to
 */
public record Obstacle(
    Kind kind, String what, Optional<GenerationId> generation, Optional<Slot> slot) {
  public Obstacle {
    if (what.isBlank()) {
      throw new IllegalArgumentException("an obstacle must say what it is");
    }
  }

  /** Of a generation. */
  public static Obstacle of(Kind kind, Generation generation, String what) {
    return new Obstacle(kind, what, Optional.of(generation.id()), generation.slot());
  }

  /** What it is that is in the way. */
  public enum Kind {
    /** Requests that reach machines by another way than the fleet's route. */
    WAY_IN,
    /** A setting of the generation that the next one would not get. */
    SETTING,
    /** A machine that the generation cannot end: protected, in standby, waiting for a hook. */
    MACHINE,
    /** Somebody else is replacing the generation's machines. */
    REPLACEMENT
  }

  /** Whether it is in the way of taking this generation out of service. */
  public boolean holds(Placement placement) {
    boolean there =
        generation.equals(Optional.of(placement.generation()))
            || (slot.isPresent() && slot.equals(placement.slot()));
    return there && kind != Kind.SETTING;
  }
}
