package com.pharmaserv.repave.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That a person wants a machine kept apart, as it is told to whoever drives its fleet's rollout:
 * one line that people can read in the journal.
 *
 * @param machine by the provider's name
 * @param force although the fleet then has fewer machines than its floor
 */
public record Suspicion(String machine, boolean force, String why) {
  private static final Pattern LINE =
      Pattern.compile("machine (\\S+?)(, forced)?: (.*)", Pattern.DOTALL);

  /** Longest name of a machine; those of the local cloud are a generation's and a number. */
  public static final int MACHINE_MAX = 64;

  private static final Pattern MACHINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  public Suspicion {
    if (machine.length() > MACHINE_MAX || !MACHINE.matcher(machine).matches()) {
      throw new IllegalArgumentException(
          "machine '%s' must be letters, digits, dots, dashes and underscores, at most %s of them"
              .formatted(machine, MACHINE_MAX));
    }
  }

  /** The line. */
  public String text() {
    return "machine %s%s: %s".formatted(machine, force ? ", forced" : "", why);
  }

  /** Reads the line; empty if it is none. */
  public static Optional<Suspicion> parse(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.matches() || !MACHINE.matcher(line.group(1)).matches()) {
      return Optional.empty();
    }
    return line.group(1).length() > MACHINE_MAX
        ? Optional.empty()
        : Optional.of(new Suspicion(line.group(1), line.group(2) != null, line.group(3)));
  }
}
