package com.pharmaserv.repave.model;

import java.util.Locale;

/** How pressing a fix is, the most pressing first. */
public enum Urgency {
  /** What it fixes is known to be exploited. */
  EXPLOITED,
  CRITICAL,
  HIGH,
  /** Less, or nobody has said. */
  OTHER;

  /** As people and environment files write it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return code();
  }
}
