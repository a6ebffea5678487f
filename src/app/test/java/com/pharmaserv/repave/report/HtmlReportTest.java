package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.report.ReportData.Event;
import com.pharmaserv.repave.report.ReportData.FleetReport;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final String HOSTILE = "<script>alert('x')</script>\" onload=\"\u202e\u001b[2J&";

  @Test
  void tellsAWholeDemo() throws IOException {
    String html = HtmlReport.html(SampleReport.data());

    assertThat(html)
        .contains("✓ Kept.", "Repave demo", "local-eu/hello", "local-us/hello")
        .contains("6 rollouts: 4 succeeded, 2 rolled back.")
        .contains("failed outside of the broken version")
        .contains("Another 54 were due while all connections were busy")
        .contains("engine killed with SIGKILL")
        .contains("gate error-rate failed: 42.9% of 21 requests, at most 1% allowed");
  }

  @Test
  void smallReportMatchesItsFile() throws IOException {
    Golden.check(
        Path.of("test/resources/report/small.html"),
        withoutStyle(HtmlReport.html(small("hello 2", "kept"))));
  }

  @Test
  void loadsNothingAndRunsNothing() throws IOException {
    String html = HtmlReport.html(SampleReport.data());

    assertThat(html)
        .contains("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;")
        .doesNotContainIgnoringCase("<script")
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("url(")
        .doesNotContain("@import")
        .doesNotContain("<link")
        .doesNotContain(" src=")
        .doesNotContain(" href=")
        .doesNotContain(" style=");
    assertThat(Pattern.compile(" on[a-z]+=").matcher(html).find()).isFalse();
  }

  @Test
  void escapesWhateverComesFromOutside() throws Exception {
    String html = withoutStyle(HtmlReport.html(small(HOSTILE, HOSTILE)));

    assertThat(html)
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .doesNotContain("<script")
        .doesNotContain("onload=\"")
        .doesNotContain("\u202e")
        .doesNotContain("\u001b");
    wellFormed(html);
  }

  @Test
  void drawingIsWellFormed() throws Exception {
    wellFormed(withoutStyle(HtmlReport.html(SampleReport.data())));
  }

  @Test
  void failuresOutsideOfTheBrokenVersionBreakThePromise() throws IOException {
    ReportData good = SampleReport.data();
    ReportData bad =
        new ReportData(
            good.title(),
            good.promise(),
            good.startedAt(),
            good.endedAt(),
            good.zone(),
            good.fleets(),
            good.events(),
            good.versions(),
            Set.of());

    assertThat(HtmlReport.html(bad)).contains("✕ Not kept.");
  }

  @Test
  void rolloutThatHasNotEndedBreaksThePromise() throws IOException {
    FleetId fleet = new FleetId("local-eu", "hello");
    Tale tale = new Tale(fleet, Tale.START).ready(1, "first");

    assertThat(HtmlReport.html(data(tale, List.of(), "x", "y")))
        .contains("✕ Not kept.", "1 rollout: 1 not ended", "under way", "No load was measured");
  }

  @Test
  void replacesAnOlderReportAsAWhole(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deeper").resolve("report.html");
    HtmlReport.write(small("hello 1", "first"), file);
    HtmlReport.write(small("hello 2", "second"), file);

    assertThat(Files.readString(file)).contains("second").doesNotContain("first:");
    try (var files = Files.list(folder.resolve("deeper"))) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void leavesNoDraftWhereItCannotWrite(@TempDir Path folder) throws IOException {
    Path file = Files.createDirectories(folder.resolve("report.html").resolve("occupied"));

    assertThatIOException()
        .isThrownBy(() -> HtmlReport.write(small("hello 1", "x"), folder.resolve("report.html")));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file.getParent());
    }
  }

  private static ReportData small(String version, String text) {
    FleetId fleet = new FleetId("local-eu", "hello");
    Tale tale = new Tale(fleet, Tale.START.plusSeconds(1));
    tale.ready(1, text).step(0, 100, 2_000).finish(100);
    TreeMap<String, Long> counts = new TreeMap<>(Map.of(version, 50L));
    List<Sample> samples =
        List.of(
            new Sample(Tale.START.plusSeconds(6), 50, 0, counts, new TreeMap<>(), 0),
            new Sample(Tale.START.plusSeconds(7), 52, 2, counts, new TreeMap<>(), 0),
            new Sample(Tale.START.plusSeconds(8), 50, 0, counts, new TreeMap<>(), 0));
    return data(tale, samples, version, text);
  }

  private static ReportData data(Tale tale, List<Sample> samples, String version, String text) {
    return new ReportData(
        "Report of " + text,
        text,
        Tale.START,
        Tale.START.plusSeconds(12),
        ZoneOffset.UTC,
        List.of(
            new FleetReport(new FleetId("local-eu", "hello"), tale.records(), samples, List.of())),
        List.of(new Event(Tale.START.plusSeconds(2), text)),
        Map.of(Tale.image(1), version),
        Set.of());
  }

  /** The style sheet may change without a change of what is said. */
  private static String withoutStyle(String html) {
    return html.replaceFirst("(?s)<style>.*</style>", "<style></style>");
  }

  /** Void elements apart, the report is XML, so that a parser can say whether every tag closes. */
  private static void wellFormed(String html) throws Exception {
    String xml = html.replace("<!doctype html>", "").replaceAll("<meta([^>]*)>", "<meta$1/>");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
