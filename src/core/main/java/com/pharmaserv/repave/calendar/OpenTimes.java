package com.pharmaserv.repave.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When something may begin.
 *
 * @param zone whose clock the windows and the days of the freezes go by
 * @param windows none means at any time
 * @param freezes outweigh windows
 */
public record OpenTimes(ZoneId zone, List<Window> windows, List<Freeze> freezes) {
  /** At any time. */
  public static final OpenTimes ALWAYS = new OpenTimes(ZoneOffset.UTC, List.of(), List.of());

  /** Every kind of day comes in it: leap days are at most eight years apart. */
  private static final int YEARS_AHEAD = 10;

  public OpenTimes {
    windows = List.copyOf(windows);
    freezes = List.copyOf(freezes);
  }

  /** The freeze of that day, the one that ends last. */
  public Optional<Freeze> freeze(Instant at) {
    LocalDate day = at.atZone(zone).toLocalDate();
    return freezes.stream()
        .filter(freeze -> freeze.covers(day))
        .max(Comparator.comparing(Freeze::to));
  }

  /** Whether a window is open, whatever is frozen. */
  public boolean inWindow(Instant at) {
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.isOpen(at, zone));
  }

  public boolean open(Instant at) {
    return freeze(at).isEmpty() && inWindow(at);
  }

  /**
   * The first instant from that one on at which it is open, itself included; empty if there is none
   * within ten years.
   */
  public Optional<Instant> firstOpen(Instant from) {
    LocalDate last = from.atZone(zone).toLocalDate().plusYears(YEARS_AHEAD);
    Optional<Instant> at = Optional.of(from);
    while (at.isPresent() && !open(at.get())) {
      at = after(at.get(), last);
    }
    return at;
  }

  /** The next instant that could be open: the end of the freeze, or an opening. */
  private Optional<Instant> after(Instant shut, LocalDate last) {
    Optional<Freeze> freeze = freeze(shut);
    if (freeze.isPresent()) {
      LocalDate next = freeze.get().to().plusDays(1);
      return next.isAfter(last)
          ? Optional.empty()
          : Optional.of(next.atStartOfDay(zone).toInstant());
    }
    return windows.stream()
        .map(window -> window.nextOpening(shut, zone, last))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }
}
