package com.pharmaserv.repave.debian.advisory;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * How old a feed is.
 *
 * @param feed its name
 * @param at the time that it states itself, or else when it was obtained
 * @param stated whether it states it
 */
public record AsOf(String feed, Instant at, boolean stated) {
  /** For example {@code EPSS as of 2026-11-27, 2 days old}. */
  public String words(Instant now) {
    long days = Math.max(0, Duration.between(at, now).toDays());
    return "%s %s %s, %s"
        .formatted(
            feed,
            stated ? "as of" : "obtained on",
            at.atZone(ZoneOffset.UTC).toLocalDate(),
            days == 0 ? "less than a day old" : days == 1 ? "1 day old" : days + " days old");
  }
}
