package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-28");
  private static final String SHIPPED = "environments/eu-prod.yaml";

  @TempDir Path root;
  private String environment = "";

  @BeforeEach
  void writeProject() throws Exception {
    Projects.write(root);
    for (String image : List.of("app-amazon", "worker-amazon")) {
      Projects.write(root.resolve("images/" + image + "/image.yaml"), "");
    }
    environment = Files.readString(ProjectRoot.resolve(SHIPPED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cron(0 3 * * ? *)",
        "cron(15 10 ? * 6L 2026-2030)",
        "cron(0/5 8-17 ? * MON-FRI *)",
        "cron(0 9 ? * 2#1 *)",
        "cron(0 10 L * ? *)",
        "cron(0 10 3W * ? *)",
        "cron(0 10 29 2 ? *)",
        "cron(0 10 ? JAN,dec sun *)",
        "cron(0,30 0/6 1/2 */3 ? 2026/2)",
        "rate(1 hour)",
        "rate(5 minutes)",
        "rate(30 days)"
      })
  void takesWhatTheServiceTakes(String text) {
    assertThatCode(() -> new Schedule(text)).doesNotThrowAnyException();
    assertThat(new Schedule(text).fault(ZoneId.of("UTC"), TODAY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cron(61 25 * * ? *) | has minutes '61', which must be from 0 to 59",
        "cron(0 25 * * ? *) | has hours '25', which must be from 0 to 23",
        "cron(0 1 0 * ? *) | has day of month '0', which must be from 1 to 31",
        "cron(0 1 32 * ? *) | has day of month '32'",
        "cron(0 1 * 13 ? *) | has month '13', which must be from 1 to 12, or from JAN to DEC",
        "cron(0 1 * FOO ? *) | has month 'FOO'",
        "cron(0 1 ? * 0 *) | has day of week '0', which must be from 1 to 7, or from SUN to SAT",
        "cron(0 1 ? * 8 *) | has day of week '8'",
        "cron(0 1 ? * 2#6 *) | has number after '#' '6', which must be from 1 to 5",
        "cron(0 1 ? * 3#1,6#3 *) | has number after '#'",
        "cron(0 1 * * ? 1969) | has year '1969', which must be from 1970 to 2199",
        "cron(0 1 * * * *) | exactly one of them must be '?'",
        "cron(0 1 ? * ? *) | exactly one of them must be '?'",
        "cron(0 1 * * ?) | has 5 fields of exactly 6",
        "cron(0 1 * * ? * *) | has 7 fields of exactly 6",
        "cron(0 0 1 * * ? *) | has 7 fields of exactly 6",
        "cron(0/0 1 * * ? *) | has minutes '0', which must be a step from 1 to 59",
        "cron(0/90 1 * * ? *) | which must be a step",
        "cron(5-1 1 * * ? *) | has minutes '5-1', which runs backwards",
        "cron(0, 1 * * ? *) | has minutes ''",
        "cron(-1 1 * * ? *) | has minutes '-1'",
        "cron(L 1 * * ? *) | has minutes 'L'",
        "cron(0 1 W * ? *) | has day of month ''",
        "cron(0 1 40W * ? *) | has day of month '40'",
        "cron(+1 1 * * ? *) | has minutes '+1'",
        "cron(0 1 99999999999 * ? *) | has day of month '99999999999'",
        "rate(0 minutes) | has a rate of 0, which must be above 0",
        "rate(-1 minutes) | must be a number and minutes, hours or days",
        "rate(1 minutes) | has '1 minutes', but it is one minute, hour or day",
        "rate(5 minute) | has '5 minute', but it is minutes, hours or days",
        "rate(5 weeks) | must be a number and minutes, hours or days",
        "rate(5) | must be a number",
        "rate(1.5 hours) | must be a number",
        "at(2026-12-01T00:00:00) | must be cron(...) or rate(...)",
        "0 1 * * * | must be cron(...) or rate(...)"
      })
  void refusesWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> new Schedule(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cron(0 1 31 2 ? *)",
        "cron(0 1 30 FEB ? *)",
        "cron(0 1 31 4,6,9,11 ? *)",
        "cron(0 1 * * ? 2020)",
        "cron(0 1 29 2 ? 2027)"
      })
  void refusesWhatNeverRuns(String text) {
    assertThat(new Schedule(text).fault(ZoneId.of("UTC"), TODAY).orElseThrow())
        .contains("never runs before 2036-11-28");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cron(0 1 * * ? *) | Europe/Dublin | 2027-03-28",
        "cron(59 1 * * ? *) | Europe/London | 2027-03-28",
        "cron(30 2 * * ? *) | Europe/Berlin | 2027-03-28",
        "cron(0 2 ? * SUN *) | America/New_York | 2027-03-14",
        "cron(0 2 ? 3 1#2 *) | America/New_York | 2027-03-14",
        "cron(0 0/2 * * ? *) | America/New_York | 2027-03-14",
        "cron(15 2 * * ? *) | Australia/Lord_Howe | 2027-10-03",
        "cron(0 0 * * ? *) | America/Santiago | 2027-09-05",
        "cron(0 3 * * ? *) | Europe/Athens | 2027-03-28",
        "cron(0 2 L 3 ? *) | Europe/Berlin | 2030-03-31"
      })
  void refusesATimeThatSomeDayDoesNotHave(String text, String zone, String day) {
    assertThat(new Schedule(text).fault(ZoneId.of(zone), TODAY).orElseThrow())
        .contains("is left out on " + day + " in " + zone);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cron(0 1 * * ? *) | America/New_York",
        "cron(0 1 * * ? *) | Etc/GMT+1",
        "cron(0 2 ? * MON *) | Europe/Dublin",
        "cron(0 2 * * ? *) | Europe/Dublin",
        "cron(0 1 * 6 ? *) | Europe/Dublin",
        "cron(0 * * * ? *) | Europe/Dublin",
        "rate(12 hours) | Europe/Dublin"
      })
  void takesATimeThatEveryDayHas(String text, String zone) {
    assertThat(new Schedule(text).fault(ZoneId.of(zone), TODAY)).isEmpty();
  }

  @Test
  void namesLineAndReasonInAnEnvironment() {
    for (String zone : List.of("America/Port-au-Prince", "Etc/GMT+1", "UTC", "Asia/Kolkata")) {
      assertThatCode(() -> read("Europe/Dublin", zone)).as(zone).doesNotThrowAnyException();
    }
    assertThatCode(() -> read("cron(0 3 * * ? *)", "rate(1 day)")).doesNotThrowAnyException();
    assertThat(Projects.problems(() -> read("zone: Europe/Dublin", "zone: Mars/Phobos")))
        .singleElement()
        .asString()
        .contains(at("    zone: ", 10), "'Mars/Phobos' is not in the time zone database");
    assertThat(Projects.problems(() -> read("zone: Europe/Dublin", "zone: Europe/Dubln")))
        .singleElement()
        .asString()
        .endsWith("did you mean Europe/Dublin?");
    assertThat(Projects.problems(() -> read("cron(0 3 ", "cron(61 25 ")))
        .singleElement()
        .asString()
        .contains(at("    schedule: ", 14), "'cron(61 25 * * ? *)' has minutes '61'");
    assertThat(Projects.problems(() -> read("cron(0 3 ", "cron(0 1 ")))
        .singleElement()
        .asString()
        .contains(at("    schedule: ", 14), "is left out on ", "choose a time that every day has");
  }

  private Environment read(String what, String with) throws ConfigException {
    Projects.write(root.resolve(SHIPPED), Projects.edit(environment, what, with));
    return Project.open(root).environment("eu-prod");
  }

  /** The place of a field's value in the shipped file. */
  private String at(String field, int column) {
    long line = environment.substring(0, environment.indexOf("\n" + field) + 1).lines().count() + 1;
    return "%s:%s:%s: ".formatted(SHIPPED, line, column + 1);
  }
}
