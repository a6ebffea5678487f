package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The times of the examples exist on every day: no clock change leaves a night out. */
class ExampleSchedulesTest {
  private static final LocalDate FROM = LocalDate.of(2026, 1, 1);

  /** Of systemd: a time on every day, in a zone. */
  private static final Pattern CALENDAR =
      Pattern.compile(
          "(?m)^OnCalendar=[*]-[*]-[*] ([0-9]{2}):([0-9]{2}):00 ([A-Za-z]+/[A-Za-z_]+)$");

  /** Of cron: minute and hour of every day. */
  private static final String DAILY = "([0-9]{1,2}) ([0-9]{1,2}) [*] [*] [*]";

  @Test
  void theTimersTimeIsThereOnEveryDayInItsZone() throws IOException {
    List<MatchResult> found = all(CALENDAR, "repave-rotate.timer");

    assertThat(found).hasSize(1);
    MatchResult time = found.get(0);
    assertThat(fault(time.group(2), time.group(1), ZoneId.of(time.group(3)))).isEmpty();
  }

  @Test
  void cronsTimeIsThereOnEveryDayInEveryZone() throws IOException {
    List<MatchResult> found = all(Pattern.compile("(?m)^" + DAILY + " "), "repave.cron");

    assertThat(found).hasSize(1);
    for (String zone : ZoneId.getAvailableZoneIds()) {
      assertThat(fault(found.get(0).group(1), found.get(0).group(2), ZoneId.of(zone)))
          .as(zone)
          .isEmpty();
    }
  }

  @Test
  void theTimesOfPipelinesAreDailyInUtc() throws IOException {
    List<MatchResult> found = all(Pattern.compile("cron: \"" + DAILY + "\""), "github-rotate.yml");
    assertThat(found).hasSize(1);
    assertThat(fault(found.get(0).group(1), found.get(0).group(2), ZoneOffset.UTC)).isEmpty();

    List<MatchResult> told = all(Pattern.compile(DAILY + ", time zone UTC"), "gitlab-ci.yml");
    assertThat(told).hasSize(1);
    assertThat(fault(told.get(0).group(1), told.get(0).group(2), ZoneOffset.UTC)).isEmpty();
  }

  @Test
  void noticesATimeThatIsLeftOut() {
    assertThat(fault("30", "1", ZoneId.of("Europe/Dublin")).orElse("")).contains("is left out on");
    assertThat(fault("30", "3", ZoneId.of("Europe/Helsinki")).orElse(""))
        .contains("is left out on");
  }

  private static Optional<String> fault(String minute, String hour, ZoneId zone) {
    return new Schedule(
            "cron(%s %s * * ? *)".formatted(Integer.valueOf(minute), Integer.valueOf(hour)))
        .fault(zone, FROM);
  }

  private static List<MatchResult> all(Pattern pattern, String example) throws IOException {
    String text = Files.readString(ProjectRoot.resolve("src/docs/examples/" + example));
    return pattern.matcher(text).results().toList();
  }
}
