package com.pharmaserv.repave.model;

/**
 * An alarm of the provider as it stands now.
 *
 * @param detail the provider's reason for the state
 */
public record Alarm(String name, State state, String detail) {
  /** Where it stands. */
  public enum State {
    QUIET,
    FIRING,
    /** Too little data to tell: not a good sign while traffic flows. */
    UNKNOWN
  }
}
