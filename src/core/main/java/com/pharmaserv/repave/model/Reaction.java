package com.pharmaserv.repave.model;

import java.util.Locale;

/** What is done about a finding. */
public enum Reaction {
  /** Its machine is kept apart. */
  QUARANTINE,
  /** A person is told, and must judge. */
  TELL,
  /** Nothing. */
  NOTE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
