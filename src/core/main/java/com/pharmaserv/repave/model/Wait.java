package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Why nothing more happens now.
 *
 * @param what is waited for
 * @param until when the patience ends; never, if a person must decide
 * @param then what happens after that
 */
public record Wait(Reason what, Instant since, Optional<Instant> until, Then then) {
  /** What happens when the patience is over. */
  public enum Then {
    ABORT,
    ROLL_BACK,
    /** Abort or roll back, whichever the place calls for. */
    GO_BACK,
    HALT,
    /** Decide by the gates. */
    DECIDE,
    /** Decide although some gates have said nothing. */
    DECIDE_ANYWAY,
    RETIRE,
    DRAIN,
    /** Wait on: a person resumes, rolls back or aborts. */
    A_PERSON
  }
}
