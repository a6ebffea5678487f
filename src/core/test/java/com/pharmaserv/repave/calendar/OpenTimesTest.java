package com.pharmaserv.repave.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenTimesTest {
  private static final ZoneId DUBLIN = ZoneId.of("Europe/Dublin");

  @Test
  void isOpenAtAnyTimeWithoutWindows() {
    assertThat(OpenTimes.ALWAYS.open(Instant.EPOCH)).isTrue();
    assertThat(OpenTimes.ALWAYS.firstOpen(Instant.EPOCH)).contains(Instant.EPOCH);
  }

  /** On 25 October 2026 the clocks of Dublin go back at 01:00 UTC: that night has an hour more. */
  @Test
  void keepsAWindowsLengthWhereClocksGoBack() {
    OpenTimes times = times(DUBLIN, "0 22 * * ? *", 6);

    assertThat(times.open(Instant.parse("2026-10-24T20:59:59Z"))).isFalse();
    assertThat(times.open(Instant.parse("2026-10-24T21:00:00Z"))).isTrue();
    // 03:00 by the clock, after five hours by the stopwatch at 02:00 and six here.
    assertThat(times.open(Instant.parse("2026-10-25T02:59:59Z"))).isTrue();
    assertThat(times.open(Instant.parse("2026-10-25T03:00:00Z"))).isFalse();
  }

  /** 01:30 comes twice that night: the window opens the first time. */
  @Test
  void opensOnceWhereATimeComesTwice() {
    OpenTimes times =
        new OpenTimes(
            DUBLIN,
            List.of(new Window(new Cron("30 1 * * ? *"), Duration.ofMinutes(10))),
            List.of());

    assertThat(times.open(Instant.parse("2026-10-25T00:35:00Z"))).isTrue();
    assertThat(times.open(Instant.parse("2026-10-25T01:35:00Z"))).isFalse();
  }

  @Test
  void beginsAndEndsAFreezeAtMidnightByTheClockOfThePlace() {
    OpenTimes times =
        new OpenTimes(
            ZoneId.of("America/New_York"),
            List.of(),
            List.of(
                new Freeze(
                    LocalDate.parse("2026-12-20"), LocalDate.parse("2027-01-03"), "year end")));

    assertThat(times.open(Instant.parse("2026-12-20T04:59:59Z"))).isTrue();
    assertThat(times.freeze(Instant.parse("2026-12-20T05:00:00Z"))).isPresent();
    assertThat(times.firstOpen(Instant.parse("2026-12-25T00:00:00Z")))
        .contains(Instant.parse("2027-01-04T05:00:00Z"));
  }

  @Test
  void saysSoWhereItNeverOpensAgain() {
    assertThat(times(DUBLIN, "0 22 * * ? 2026", 6).firstOpen(Instant.parse("2027-01-02T00:00:00Z")))
        .isEmpty();
  }

  @Test
  void refusesAWindowWithoutLengthAndAFreezeThatEndsBeforeItBegins() {
    Cron nightly = new Cron("0 22 * * ? *");
    assertThatThrownBy(() -> new Window(nightly, Duration.ZERO)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Window(nightly, Duration.ofDays(8)))
        .hasMessageContaining("7 days");
    LocalDate day = LocalDate.parse("2026-12-20");
    assertThatThrownBy(() -> new Freeze(day, day.minusDays(1), "x"))
        .hasMessage("a freeze from 2026-12-20 to 2026-12-19 ends before it begins");
  }

  /** Against a reading that counts minutes and knows nothing of days and transitions. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Dublin",
        "America/New_York",
        "Pacific/Chatham",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Africa/Casablanca",
        "Pacific/Apia",
        "UTC"
      })
  void agreesWithACountOfMinutes(String name) {
    ZoneId zone = ZoneId.of(name);
    for (long seed = 0; seed < 8; seed++) {
      Random random = new Random(seed * 31 + name.hashCode());
      OpenTimes times = random(random, zone);
      Instant from =
          Instant.parse(seed % 2 == 0 ? "2026-03-20T00:00:00Z" : "2026-10-20T00:00:00Z")
              .plus(random.nextInt(2000), ChronoUnit.MINUTES);
      int minutes = 18 * 24 * 60;
      boolean[] open = new Count(times).open(from, minutes);
      for (int i = 0; i < minutes; i += 1 + random.nextInt(17)) {
        Instant at = from.plus(i, ChronoUnit.MINUTES);
        assertThat(times.open(at)).as("%s %s at %s", seed, times, at).isEqualTo(open[i]);
        if (i % 40 == 0) {
          int first = i;
          while (first < minutes && !open[first]) {
            first++;
          }
          if (first < minutes) {
            assertThat(times.firstOpen(at))
                .as("%s %s after %s", seed, times, at)
                .contains(from.plus(first, ChronoUnit.MINUTES));
          }
        }
      }
    }
  }

  private static OpenTimes times(ZoneId zone, String cron, int hours) {
    return new OpenTimes(
        zone, List.of(new Window(new Cron(cron), Duration.ofHours(hours))), List.of());
  }

  private static OpenTimes random(Random random, ZoneId zone) {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      List<String> days =
          List.of("* * ?", "? * MON-FRI", "? * SAT,SUN", "1/3 * ?", "? * 1#4", "L * ?");
      String cron =
          "%s %s %s *"
              .formatted(
                  random.nextInt(60),
                  random.nextBoolean() ? "*/6" : random.nextInt(24),
                  days.get(random.nextInt(days.size())));
      windows.add(
          new Window(
              new Cron(cron),
              Duration.ofMinutes(1 + random.nextInt(random.nextBoolean() ? 90 : 2000))));
    }
    List<Freeze> freezes = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      LocalDate day = LocalDate.parse("2026-03-15").plusDays(random.nextInt(250));
      freezes.add(new Freeze(day, day.plusDays(random.nextInt(5)), "freeze"));
    }
    return new OpenTimes(zone, windows, freezes);
  }

  /** The same read minute by minute. */
  private record Count(OpenTimes times) {
    boolean[] open(Instant from, int minutes) {
      int before = (int) Window.LENGTH_MAX.toMinutes() + 24 * 60;
      Instant start = from.minus(before, ChronoUnit.MINUTES);
      int[] left = new int[times.windows().size()];
      Set<String> opened = new HashSet<>();
      boolean[] open = new boolean[minutes];
      for (int i = 0; i < before + minutes; i++) {
        LocalDateTime local =
            LocalDateTime.ofInstant(start.plus(i, ChronoUnit.MINUTES), times.zone());
        boolean any = false;
        for (int w = 0; w < left.length; w++) {
          Window window = times.windows().get(w);
          if (window.opens().at(local) && opened.add(w + " " + local)) {
            left[w] = (int) window.length().toMinutes();
          }
          any |= left[w]-- > 0;
        }
        boolean frozen =
            times.freezes().stream()
                .anyMatch(
                    f ->
                        local.toLocalDate().compareTo(f.from()) >= 0
                            && local.toLocalDate().compareTo(f.to()) <= 0);
        if (i >= before) {
          open[i - before] = any && !frozen;
        }
      }
      return open;
    }
  }
}
