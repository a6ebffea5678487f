package com.pharmaserv.repave.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That a fleet stays as it is: no rollout of it begins.
 *
 * @param by who wants it
 * @param at when they said so
 * @param until when it ends by itself; empty if a person must release the fleet
 */
public record Hold(String by, String reason, Instant at, Optional<Instant> until) {
  private static final Pattern LINE = Pattern.compile("until (\\S+): (.*)", Pattern.DOTALL);

  /** How the line says that it does not end by itself. */
  private static final String RELEASED = "released";

  public Hold {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("the reason of a hold is empty");
    }
    if (until.isPresent() && !until.get().isAfter(at)) {
      throw new IllegalArgumentException(
          "a hold from %s until %s ends before it begins".formatted(at, until.get()));
    }
  }

  public boolean inForce(Instant now) {
    return until.isEmpty() || now.isBefore(until.get());
  }

  /** What the fleet is kept for, and why. */
  public Reason why() {
    return Reason.of(ReasonCode.FLEET_HELD, by, until.map(Instant::toString).orElse(""), reason);
  }

  /** One line, as it is told to whoever drives the fleet's rollout; people can read it. */
  public String text() {
    return "until %s: %s".formatted(until.map(Instant::toString).orElse(RELEASED), reason);
  }

  /** Reads the line. What cannot be read holds the fleet all the same, until it is released. */
  public static Hold parse(Signal word) {
    Matcher line = LINE.matcher(word.text());
    if (line.matches() && !line.group(2).isBlank()) {
      Optional<Instant> until = instant(line.group(1));
      if (until.isPresent() && until.get().isAfter(word.at())) {
        return new Hold(word.by(), line.group(2), word.at(), until);
      }
      if (line.group(1).equals(RELEASED)) {
        return new Hold(word.by(), line.group(2), word.at(), Optional.empty());
      }
    }
    String reason = word.text().isBlank() ? "no reason was given" : word.text();
    return new Hold(word.by(), reason, word.at(), Optional.empty());
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
