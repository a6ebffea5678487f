package com.pharmaserv.repave.model;

/**
 * Why and how a rollout goes back.
 *
 * @param way to the generation that was active, or, before any traffic, to nothing at all
 * @param blames whether the image is at fault, so that it is blocked
 */
public record Retreat(Way way, Reason cause, boolean blames) {
  /** The two ways back. */
  public enum Way {
    /** The candidate is retired; the active generation never lost traffic, or there is none. */
    ABORT,
    /** Traffic goes back to the generation that was active at the start. */
    ROLL_BACK
  }
}
