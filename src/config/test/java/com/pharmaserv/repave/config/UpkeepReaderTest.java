package com.pharmaserv.repave.config;

import static com.pharmaserv.repave.config.Projects.ENVIRONMENT;
import static com.pharmaserv.repave.config.Projects.edit;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.calendar.Freeze;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.model.Urgency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpkeepReaderTest {
  private static final String FILE = "environments/local-eu.yaml";

  @TempDir Path root;

  @Test
  void rotatesOneFleetAfterTheOtherWhereNothingIsSaid() throws Exception {
    assertThat(read(ENVIRONMENT).upkeep()).isEqualTo(Upkeep.DEFAULT);
  }

  @Test
  void readsEveryField() throws Exception {
    Upkeep upkeep =
        read(with(
                """
                    rotation:
                      age: {warn: 14d, must: 30d}
                      deadlines: {exploited: 2d, critical: 7d}
                      zone: Europe/Dublin
                      windows:
                        - {opens: cron(0 22 ? * MON-FRI *), for: 6h}
                      freezes:
                        - {from: 2026-12-20, to: 2027-01-03, reason: year end}
                      after: {environment: local-us, proven: 24h, requests: 1000}
                      fleets: 5
                      share: 25%
                      stop-after: 2
                    """))
            .upkeep();

    assertThat(upkeep.freshness().age().orElseThrow().must()).isEqualTo(Duration.ofDays(30));
    assertThat(upkeep.freshness().fixes())
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    Urgency.EXPLOITED, Duration.ofDays(2), Urgency.CRITICAL, Duration.ofDays(7))));
    assertThat(upkeep.times().zone()).isEqualTo(ZoneId.of("Europe/Dublin"));
    assertThat(upkeep.times().freezes())
        .containsExactly(
            new Freeze(LocalDate.parse("2026-12-20"), LocalDate.parse("2027-01-03"), "year end"));
    assertThat(upkeep.times().open(Instant.parse("2026-11-30T22:00:00Z"))).isTrue();
    assertThat(upkeep.times().open(Instant.parse("2026-11-30T21:59:59Z"))).isFalse();
    assertThat(upkeep.after().orElseThrow().environment().name()).isEqualTo("local-us");
    assertThat(upkeep.after().orElseThrow().requests()).isEqualTo(1000);
    assertThat(List.of(upkeep.fleets(), upkeep.sharePercent(), upkeep.stopAfter()))
        .containsExactly(5, 25, 2);
  }

  @Test
  void letsAFleetHaveLimitsOfItsOwn() throws Exception {
    Environment environment =
        read(
            edit(
                ENVIRONMENT,
                "    image: hello\n",
                "    image: hello\n    rotation: {deadlines: {high: 3d}}\n"));

    assertThat(environment.upkeep().of(environment.fleets().get(0).id()).within(Urgency.HIGH))
        .contains(Duration.ofDays(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{zone: Europe/Dubln} | 'Europe/Dubln' is not in the time zone database; did you mean Europe/Dublin?",
        "{windows: [{opens: cron(0 22 * * * *), for: 6h}]} | exactly one of them must be '?'",
        "{windows: [{opens: 0 22 * * *, for: 6h}]} | must be cron(...)",
        "{windows: [{opens: cron(0 22 * * ? *), for: 8d}]} | at most 7 days",
        "{windows: [{opens: cron(0 22 * * ? *), for: 0m}]} | must be above 0",
        "{windows: [{opens: cron(0 22 30 2 ? *), for: 6h}]} | no such day comes",
        "{zone: Europe/Berlin, windows: [{opens: cron(30 2 * * ? *), for: 1h}]} | is left out on",
        "{freezes: [{from: 2026-12-20, to: 2026-12-19, reason: x}]} | ends before it begins",
        "{freezes: [{from: 2026-02-30, to: 2026-12-19, reason: x}]} | '2026-02-30' is no day of the calendar",
        "{freezes: [{from: 2026-12-01, to: 2026-12-19}]} | reason is missing",
        "{after: {environment: local-eu}} | is this environment itself",
        "{after: {environment: local-us, requests: -1}} | must be from 0",
        "{age: {warn: 30d, must: 30d}} | must be above 0 and below must",
        "{age: {must: 30d}} | warn is missing",
        "{deadlines: {critical: 7d, high: 6d}} | shorter than that of more pressing ones",
        "{deadlines: {kev: 2d}} | is not a field of deadlines",
        "{fleets: 0} | must be from 1 to 100",
        "{share: 0%} | must be from 1% to 100%",
        "{share: 12.5%} | rotation.share '12.5%' must be a whole percentage",
        "{stop-after: 0} | must be from 1 to 100",
        "{sotp-after: 1} | did you mean stop-after?",
      })
  void refuses(String rotation, String problem) {
    List<String> problems =
        Projects.environmentProblems(Projects.write(root), with("rotation: " + rotation + "\n"));

    assertThat(problems).singleElement().asString().startsWith(FILE + ":6:").contains(problem);
  }

  private Environment read(String text) throws ConfigException, IOException {
    Path project = Projects.write(root);
    Files.writeString(root.resolve(FILE), text);
    return Project.open(project).environment("local-eu");
  }

  private static String with(String rotation) {
    return edit(ENVIRONMENT, "fleets:", rotation + "fleets:");
  }
}
