package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.operation.MeasureFleets;
import com.pharmaserv.repave.operation.SimPlace;
import com.pharmaserv.repave.operation.Until;
import com.pharmaserv.repave.report.MetricsText;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says about figures, alerts and the dashboard. */
class MonitoringExamplesIT {
  private static final Path EXAMPLES = ProjectRoot.resolve("src/docs/examples");
  private static final String ALERTS = "prometheus-alerts.yml";
  private static final Path ALERTS_TEST =
      ProjectRoot.resolve("src/app/test/judges/prometheus/alerts-test.yml");

  private static final Pattern FIGURE = Pattern.compile("repave_[a-z_]+");

  @TempDir Path folder;

  private static String figures() throws Exception {
    SimPlace sim = SimPlace.running();
    sim.rolled(SimPlace.NEW, Until.RETIRED);
    return MetricsText.of(MeasureFleets.measure(List.of(sim.place()), SimPlace.PAPERS));
  }

  @Test
  void prometheusReadsTheFigures() throws Exception {
    String figures = figures();
    Path file = Files.writeString(folder.resolve("figures.prom"), figures);
    assertThat(Said.by(folder, List.of("sh", "-c", "promtool check metrics < '" + file + "'")))
        .as("promtool %s", promtool("--version"))
        .isEqualTo(new Said(0, ""));

    Files.writeString(file, figures.replace("# HELP repave_fleet_stale", "# HULP x"));
    assertThat(
            Said.by(folder, List.of("sh", "-c", "promtool check metrics < '" + file + "'")).text())
        .contains("repave_fleet_stale no help text");
  }

  @Test
  void eachAlertFiresWhenItShouldAndOnlyThen() throws Exception {
    Files.copy(EXAMPLES.resolve(ALERTS), folder.resolve(ALERTS));
    Path test = Files.copy(ALERTS_TEST, folder.resolve("alerts-test.yml"));
    assertThat(promtool("test", "rules", test.toString()))
        .isEqualTo(new Said(0, "Unit Testing:  %s\n  SUCCESS".formatted(test)));
    String alerts = Files.readString(folder.resolve(ALERTS));
    for (MatchResult alert : Pattern.compile("alert: (\\w+)").matcher(alerts).results().toList()) {
      assertThat(Files.readString(test)).contains("alertname: %s".formatted(alert.group(1)));
    }

    Files.writeString(folder.resolve(ALERTS), alerts.replace("rollout_halted == 1", "stale == 1"));
    assertThat(promtool("test", "rules", test.toString()).code()).isNotZero();
  }

  /** Grafana itself is not here: its queries go to Prometheus, which reads them as rules. */
  @Test
  void theDashboardAsksForWhatThereIs() throws Exception {
    List<String> queries = queries();
    assertThat(queries).hasSizeGreaterThan(10);
    String rules =
        queries.stream()
            .map(query -> query.replace("$environment", "eu-.*").replace("'", "''"))
            .map(query -> "      - {record: 'panel', expr: '%s'}\n".formatted(query))
            .collect(Collectors.joining("", "groups:\n  - name: panels\n    rules:\n", ""));
    Path file = Files.writeString(folder.resolve("panels.yml"), rules);

    Said said = promtool("check", "rules", "--lint=none", file.toString());

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).contains("SUCCESS: %s rules found".formatted(queries.size()));
  }

  @Test
  void alertsAndDashboardNameOnlyFiguresThatThereAre() throws Exception {
    Set<String> known = names(figures());
    // Nothing of these was there to be measured.
    known.addAll(
        List.of(
            "repave_fleet_deadline_timestamp_seconds",
            "repave_fleet_fixes_waiting",
            "repave_fleet_time_to_patch_seconds"));

    assertThat(known).containsAll(names(String.join("\n", queries())));
    assertThat(known).containsAll(names(Files.readString(EXAMPLES.resolve(ALERTS))));
  }

  private static Set<String> names(String text) {
    return FIGURE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> queries() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(EXAMPLES.resolve("grafana-dashboard.json").toFile());
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    }
    return queries;
  }

  private Said promtool(String... arguments) throws InterruptedException {
    try {
      return Said.by(folder, Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList());
    } catch (IOException absent) {
      throw Said.without("promtool", absent);
    }
  }
}
