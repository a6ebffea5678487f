package com.pharmaserv.repave.testing;

import java.util.stream.IntStream;

/**
 * How much is tried by tests that could try everything, but would take long: in the test command a
 * part, the same each time; in the ring {@value #TAG} all of it. CI runs both.
 */
public final class Thorough {
  /** JUnit's tag of the tests that make the ring. */
  public static final String TAG = "thorough";

  /** Of the tests that only the ring has. */
  public static final String ONLY = "thorough-only";

  private static final boolean ON = Boolean.getBoolean("repave.thorough");

  private Thorough() {}

  /** How many tries. */
  public static int tries(int usual, int thorough) {
    return ON ? thorough : usual;
  }

  /**
   * Places from 1 to the last one: all of them, or every so many and the last.
   *
   * @param every how far they are apart in the test command
   */
  public static IntStream places(int last, int every) {
    return IntStream.rangeClosed(1, last).filter(place -> tried(place, last, every));
  }

  /** Whether {@link #places} has this place. */
  public static boolean tried(int place, int last, int every) {
    return ON || place % every == 1 % every || place == last;
  }
}
