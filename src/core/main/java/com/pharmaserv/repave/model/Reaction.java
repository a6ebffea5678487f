package com.pharmaserv.repave.model;

import java.util.Locale;

/** What is done about a finding. */
public enum Reaction {
  /** Its machine is kept apart. */
  QUARANTINE,
  /** Its machine's image rolls nowhere any more, and every fleet that runs it is stale. */
  BLOCK_IMAGE,
  /** A person is told, and must judge. */
  TELL,
  /** Nothing. */
  NOTE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
