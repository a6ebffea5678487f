package com.pharmaserv.repave.model;

import java.util.regex.Pattern;

/** The one rule for names that people give to environments, fleets, images and zones. */
public final class Names {
  /**
   * Longest name: fleet names become part of AWS target group names, which end at 32 characters.
   */
  public static final int LENGTH_MAX = 24;

  /** What a name is made of, its length aside. */
  public static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private Names() {}

  /** Returns the name, or throws with the value and the rule it breaks. */
  public static String require(String what, String name) {
    if (name.length() > LENGTH_MAX || !SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + " '"
              + name
              + "' must be lower-case letters, digits and single dashes, start with"
              + " a letter, and have at most "
              + LENGTH_MAX
              + " characters");
    }
    return name;
  }
}
