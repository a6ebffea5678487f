package com.pharmaserv.repave.debian.advisory;

/**
 * An advisory that a changelog names.
 *
 * @param id for example {@code CVE-2026-35191}, {@code DSA-6117-1} or {@code TEMP-1138794-BADE22}
 * @param text what stands there about it, on one line and without the id where that is possible
 */
public record Mention(String id, String text, Meaning meaning) {
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
