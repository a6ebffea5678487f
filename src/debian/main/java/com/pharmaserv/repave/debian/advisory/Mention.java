package com.pharmaserv.repave.debian.advisory;

import java.time.Instant;
import java.util.Optional;

/**
 * An advisory that a changelog names.
 *
 * @param id for example {@code CVE-2026-35191}, {@code DSA-6117-1} or {@code TEMP-1138794-BADE22}
 * @param text what stands there about it, on one line and without the id where that is possible
 * @param at when the version was uploaded, as its entry says
 */
public record Mention(String id, String text, Meaning meaning, Optional<Instant> at) {
  /** Of an entry whose date is not known. */
  public Mention(String id, String text, Meaning meaning) {
    this(id, text, meaning, Optional.empty());
  }

  /** The same in an entry of that date. */
  Mention at(Optional<Instant> date) {
    return new Mention(id, text, meaning, date);
  }

  /** What the naming means. */
  public enum Meaning {
    /** The version fixes it. */
    FIXED,
    /** The version takes an earlier fix back. */
    REVERTED,
    /**
     * The version works on a patch that earlier versions have or that the new upstream needs not.
     */
    UPKEEP
  }
}
