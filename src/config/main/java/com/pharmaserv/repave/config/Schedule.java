package com.pharmaserv.repave.config;

import com.pharmaserv.repave.calendar.Cron;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a schedule is one that EventBridge Scheduler takes, and whether it runs when people think
 * that it does: where a clock is put forward, local times are left out, and a run of that time with
 * them.
 */
final class Schedule {
  /** Every kind of day comes in it: leap days are at most eight years apart. */
  private static final int YEARS_AHEAD = 10;

  private static final Pattern FORM = Pattern.compile("(cron|rate)\\((.*)\\)");
  private static final Pattern RATE =
      Pattern.compile("([0-9]{1,9}) (minute|minutes|hour|hours|day|days)");

  /** Of Java's own, which no other system knows. */
  private static final String JAVA_ONLY = "SystemV/";

  private final Optional<Cron> cron;

  /**
   * Reads {@code cron(...)} or {@code rate(...)}.
   *
   * @throws IllegalArgumentException with the reason
   */
  Schedule(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("must be cron(...) or rate(...)");
    }
    boolean byCron = form.group(1).equals("cron");
    this.cron = byCron ? Optional.of(new Cron(form.group(2))) : Optional.empty();
    if (!byCron) {
      requireRate(form.group(2));
    }
  }

  private static void requireRate(String text) {
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      throw new IllegalArgumentException(
          "must be a number and minutes, hours or days, such as rate(12 hours)");
    }
    long number = Long.parseLong(rate.group(1));
    if (number < 1) {
      throw new IllegalArgumentException(
          "has a rate of %s, which must be above 0".formatted(number));
    }
    boolean one = number == 1;
    if (one == rate.group(2).endsWith("s")) {
      throw new IllegalArgumentException(
          "has '%s', but it is %s"
              .formatted(text, one ? "one minute, hour or day" : "minutes, hours or days"));
    }
  }

  /**
   * Reads a schedule, and notes where it is none or does not run as it reads.
   *
   * @param zone whose clock it goes by, if that could be read
   */
  static Optional<Schedule> read(Item item, String text, Optional<ZoneId> zone) {
    Schedule schedule;
    try {
      schedule = new Schedule(text);
    } catch (IllegalArgumentException bad) {
      item.problem(item.quoted() + " " + bad.getMessage(), "");
      return Optional.empty();
    }
    Optional<String> fault =
        zone.flatMap(place -> schedule.fault(place, LocalDate.now(ZoneOffset.UTC)));
    fault.ifPresent(
        why -> item.problem(item.quoted() + " " + why, "choose a time that every day has"));
    return fault.isPresent() ? Optional.empty() : Optional.of(schedule);
  }

  /** The zone of that name; one that the time zone database has not is noted. */
  static Optional<ZoneId> zone(Item item, String name) {
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (known.contains(name) && !name.startsWith(JAVA_ONLY)) {
      return Optional.of(ZoneId.of(name));
    }
    String remedy =
        Words.nearest(name, known.stream().sorted().toList())
            .map(near -> "did you mean " + near + "?")
            .orElse("");
    item.problem(item.quoted() + " is not in the time zone database", remedy);
    return Optional.empty();
  }

  /** Its times, unless it is a rate. */
  Optional<Cron> cron() {
    return cron;
  }

  /** Why it does not run as it reads, in the years from that day on. */
  Optional<String> fault(ZoneId zone, LocalDate from) {
    if (cron.isEmpty()) {
      return Optional.empty();
    }
    LocalDate until = from.plusYears(YEARS_AHEAD);
    if (from.datesUntil(until).noneMatch(cron.get()::onDay)) {
      return Optional.of("never runs before " + until + ": no such day comes");
    }
    return cron.get().hourly() ? Optional.empty() : skipped(cron.get(), zone, from, until);
  }

  private static Optional<String> skipped(Cron cron, ZoneId zone, LocalDate from, LocalDate until) {
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition change = rules.nextTransition(from.atStartOfDay(zone).toInstant());
    while (change != null && change.getDateTimeBefore().toLocalDate().isBefore(until)) {
      if (change.isGap()) {
        LocalDateTime minute = change.getDateTimeBefore();
        for (; minute.isBefore(change.getDateTimeAfter()); minute = minute.plusMinutes(1)) {
          if (cron.at(minute)) {
            return Optional.of(
                "is left out on %s in %s, whose clocks go from %s to %s then"
                    .formatted(
                        minute.toLocalDate(),
                        zone,
                        change.getDateTimeBefore().toLocalTime(),
                        change.getDateTimeAfter().toLocalTime()));
          }
        }
      }
      change = rules.nextTransition(change.getInstant());
    }
    return Optional.empty();
  }
}
