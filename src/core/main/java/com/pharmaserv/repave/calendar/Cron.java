package com.pharmaserv.repave.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression as EventBridge Scheduler reads it (its user guide, "Cron-based schedules"):
 * minutes, hours, day of month, month, day of week, year. Exactly one of the days is {@code ?}.
 */
public final class Cron {
  private static final int FIELDS = 6;
  private static final int WEEKDAY_TIMES_MAX = 5;

  private static final CronField MINUTES = new CronField("minutes", 0, 59, List.of());
  private static final CronField HOURS = new CronField("hours", 0, 23, List.of());
  private static final CronField DAYS = new CronField("day of month", 1, 31, List.of());
  private static final CronField MONTHS =
      new CronField(
          "month",
          1,
          12,
          List.of(
              "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
  private static final CronField WEEKDAYS =
      new CronField("day of week", 1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));
  private static final CronField YEARS = new CronField("year", 1970, 2199, List.of());

  private final String text;
  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet months;
  private final BitSet years;
  private final Predicate<LocalDate> day;

  /**
   * Reads what stands between the parentheses.
   *
   * @throws IllegalArgumentException saying which field is wrong, and why
   */
  public Cron(String text) {
    this.text = text.strip();
    String[] fields = text.strip().split(" +", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          "has %s fields of exactly 6: minutes, hours, day of month, month, day of week, year"
              .formatted(fields.length));
    }
    this.minutes = MINUTES.numbers(fields[0]);
    this.hours = HOURS.numbers(fields[1]);
    this.months = MONTHS.numbers(fields[3]);
    this.years = YEARS.numbers(fields[5]);
    if (fields[2].equals("?") == fields[4].equals("?")) {
      throw new IllegalArgumentException(
          "has day of month '%s' and day of week '%s'; exactly one of them must be '?'"
              .formatted(CronField.plain(fields[2]), CronField.plain(fields[4])));
    }
    this.day = fields[4].equals("?") ? dayOfMonth(fields[2]) : dayOfWeek(fields[4]);
  }

  /** Whether it runs on that day. */
  public boolean onDay(LocalDate date) {
    return years.get(date.getYear()) && months.get(date.getMonthValue()) && day.test(date);
  }

  /** Whether it runs in that minute. */
  public boolean at(LocalDateTime minute) {
    return hours.get(minute.getHour())
        && minutes.get(minute.getMinute())
        && onDay(minute.toLocalDate());
  }

  /** The minutes of that day in which it runs, in order. */
  List<LocalTime> timesOn(LocalDate date) {
    return onDay(date)
        ? hours.stream()
            .boxed()
            .flatMap(hour -> minutes.stream().mapToObj(minute -> LocalTime.of(hour, minute)))
            .toList()
        : List.of();
  }

  /** Whether it runs in each hour of its days: then one that is left out is none that is missed. */
  public boolean hourly() {
    return hours.cardinality() == HOURS.max() + 1;
  }

  private static Predicate<LocalDate> dayOfMonth(String text) {
    if (text.equals("L")) {
      return date -> date.getDayOfMonth() == date.lengthOfMonth();
    }
    if (text.endsWith("W")) {
      int wanted = DAYS.number(text.substring(0, text.length() - 1));
      return date ->
          wanted <= date.lengthOfMonth()
              && date.equals(nearestWorkday(date.withDayOfMonth(wanted)));
    }
    BitSet days = DAYS.numbers(text);
    return date -> days.get(date.getDayOfMonth());
  }

  /** The nearest day from Monday to Friday of the same month. */
  private static LocalDate nearestWorkday(LocalDate date) {
    if (date.getDayOfWeek() == DayOfWeek.SATURDAY) {
      return date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
    }
    if (date.getDayOfWeek() == DayOfWeek.SUNDAY) {
      return date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
    }
    return date;
  }

  private static Predicate<LocalDate> dayOfWeek(String text) {
    int hash = text.indexOf('#');
    if (hash >= 0) {
      DayOfWeek wanted = weekday(WEEKDAYS.number(text.substring(0, hash)));
      CronField times = new CronField("number after '#'", 1, WEEKDAY_TIMES_MAX, List.of());
      int time = times.number(text.substring(hash + 1));
      return date -> date.getDayOfWeek() == wanted && (date.getDayOfMonth() - 1) / 7 + 1 == time;
    }
    if (text.equals("L")) {
      return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
    }
    if (text.endsWith("L")) {
      DayOfWeek wanted = weekday(WEEKDAYS.number(text.substring(0, text.length() - 1)));
      return date -> date.equals(date.with(TemporalAdjusters.lastInMonth(wanted)));
    }
    BitSet days = WEEKDAYS.numbers(text);
    return date -> days.get(date.getDayOfWeek().getValue() % 7 + 1);
  }

  /** Counted from Sunday, which is 1. */
  private static DayOfWeek weekday(int number) {
    return DayOfWeek.SUNDAY.plus(number - 1L);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cron cron && cron.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** What stands between the parentheses. */
  @Override
  public String toString() {
    return text;
  }
}
