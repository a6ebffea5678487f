package com.pharmaserv.repave.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The adjustable part of a generation. A rollback must leave the previous generation's settings
 * exactly as they were.
 *
 * @param min machines that scaling may not go below
 * @param max machines that scaling may not go above
 * @param suspended group processes that are switched off, by the provider's names
 * @param guarded whether the generation is protected from deletion
 * @param automation what changes the generation's size by itself
 */
public record Settings(
    int min, int max, SortedSet<String> suspended, boolean guarded, Automation automation) {
  public Settings {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException(
          "settings min " + min + ", max " + max + " must satisfy 0 <= min <= max");
    }
    suspended = Collections.unmodifiableSortedSet(new TreeSet<>(suspended));
  }

  /** Settings of a group that nothing scales by itself. */
  public Settings(int min, int max, SortedSet<String> suspended, boolean guarded) {
    this(min, max, suspended, guarded, Automation.NONE);
  }

  public static Settings of(int min, int max, Collection<String> suspended, boolean guarded) {
    return new Settings(min, max, new TreeSet<>(suspended), guarded);
  }

  /** The same settings with another lower bound; the upper bound follows where it must. */
  public Settings withMin(int newMin) {
    return new Settings(newMin, Math.max(max, newMin), suspended, guarded, automation);
  }

  /** The same settings, stretched where they would not allow this many machines. */
  public Settings allowing(int desired) {
    return new Settings(
        Math.min(min, desired), Math.max(max, desired), suspended, guarded, automation);
  }

  public Settings withSuspended(Collection<String> processes) {
    return new Settings(min, max, new TreeSet<>(processes), guarded, automation);
  }

  public Settings withGuarded(boolean newGuarded) {
    return new Settings(min, max, suspended, newGuarded, automation);
  }

  public Settings withAutomation(Automation newAutomation) {
    return new Settings(min, max, suspended, guarded, newAutomation);
  }

  public Settings withoutAutomation() {
    return withAutomation(Automation.NONE);
  }
}
