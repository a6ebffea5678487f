package com.pharmaserv.repave.model;

import java.time.Instant;

/**
 * How a gate's command stands.
 *
 * @param since when it was started
 * @param detail what it said last, or why it could not be run
 */
public record Check(State state, Instant since, String detail) {
  /** How far it is, and how it ended. */
  public enum State {
    RUNNING,
    PASSED,
    /** It ended with an error, or had to be killed at its timeout. */
    FAILED,
    /** It could not be run at all: that says nothing about the candidate. */
    BROKEN
  }
}
