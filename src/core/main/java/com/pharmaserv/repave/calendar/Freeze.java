package com.pharmaserv.repave.calendar;

import java.time.LocalDate;

/**
 * Days on which nothing begins.
 *
 * @param from the first of them
 * @param to the last of them
 * @param reason for people
 */
public record Freeze(LocalDate from, LocalDate to, String reason) {
  public Freeze {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "a freeze from %s to %s ends before it begins".formatted(from, to));
    }
  }

  boolean covers(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }
}
