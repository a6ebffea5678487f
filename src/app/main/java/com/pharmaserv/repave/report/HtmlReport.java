package com.pharmaserv.repave.report;

import com.pharmaserv.repave.report.ReportData.Event;
import com.pharmaserv.repave.report.ReportData.FleetReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Rollouts as one page: what happened, and what the load saw of it. */
public final class HtmlReport {
  private final ReportData data;
  private final List<History> histories = new ArrayList<>();
  private final List<String> versions;

  private HtmlReport(ReportData data) {
    this.data = data;
    TreeSet<String> names = new TreeSet<>();
    for (FleetReport fleet : data.fleets()) {
      histories.add(History.of(fleet.records(), data.endedAt()));
      fleet.samples().forEach(sample -> names.addAll(sample.requestsByVersion().keySet()));
    }
    versions = List.copyOf(names);
  }

  /** Writes the report; an existing file is replaced as a whole or not at all. */
  public static void write(ReportData data, Path file) throws IOException {
    WholeFile.write(html(data), file);
  }

  public static String html(ReportData data) throws IOException {
    return new HtmlReport(data).page();
  }

  private String page() throws IOException {
    Markup page = HtmlPage.begin(data.title());
    headline(page);
    events(page);
    for (int i = 0; i < data.fleets().size(); i++) {
      fleet(page, data.fleets().get(i), histories.get(i));
    }
    page.open("footer")
        .text(
            "Written by Repave. Every statement above is derived from the journals below their"
                + " timelines and from the load's own count; 'repave journal verify' checks a"
                + " journal's chain of hashes.")
        .close("footer");
    return HtmlPage.end(page);
  }

  private void headline(Markup page) {
    Summary summary = Summary.of(data, histories);
    boolean broken = !data.brokenVersions().isEmpty();
    page.open("header");
    page.leaf(
        "p",
        Times.dated(data.startedAt(), data.zone())
            + " to "
            + Times.clock(data.endedAt(), data.zone())
            + " "
            + data.zone(),
        "class",
        "when");
    page.leaf("h1", data.title());
    page.leaf("p", data.promise(), "class", "promise");
    page.open("p", "class", "verdict " + (summary.kept() ? "good" : "bad"));
    page.leaf("strong", summary.kept() ? "✓ Kept." : "✕ Not kept.");
    page.text(" " + summary.sentence(broken)).close("p");
    page.open("div", "class", "cards");
    if (summary.load()) {
      HtmlPage.card(page, Summary.grouped(summary.requests()), "requests sent", "");
      HtmlPage.card(
          page,
          Summary.grouped(summary.failedOtherwise()),
          broken ? "failed outside of the broken version" : "failed",
          summary.failedOtherwise() == 0 ? "good" : "bad");
      if (broken) {
        HtmlPage.card(
            page,
            Summary.grouped(summary.brokenFailed()),
            "failed on the broken version, of " + Summary.grouped(summary.brokenRequests()),
            "");
      }
    }
    HtmlPage.card(page, String.valueOf(summary.rollouts()), "rollouts: " + summary.ends(), "");
    HtmlPage.card(
        page, Times.span(Times.between(data.startedAt(), data.endedAt())), "from start to end", "");
    page.close("div").close("header");
  }

  private void events(Markup page) {
    if (data.events().isEmpty()) {
      return;
    }
    page.open("section").leaf("h2", "What happened").open("ol", "class", "events");
    for (Event event : data.events()) {
      page.open("li")
          .leaf("time", Times.clock(event.at(), data.zone()))
          .leaf("span", event.text())
          .close("li");
    }
    page.close("ol").close("section");
  }

  private void fleet(Markup page, FleetReport fleet, History history) {
    page.open("section", "class", "fleet").leaf("h2", fleet.fleet().toString());
    page.open("figure").raw(new TimelineSvg(data, fleet, history).draw(versions));
    legend(page, fleet, history);
    page.close("figure");
    ReportTables tables = new ReportTables(data, page);
    tables.rollouts(history.rollouts());
    tables.figures(fleet.figures());
    tables.journal(fleet.records());
    page.close("section");
  }

  private void legend(Markup page, FleetReport fleet, History history) {
    page.open("figcaption");
    if (!fleet.samples().isEmpty()) {
      for (String version : versions) {
        String note = data.brokenVersions().contains(version) ? " (broken on purpose)" : "";
        key(page, "area " + LoadSvg.css(versions, version), "version " + version + note);
      }
      Series series = Series.of(fleet.samples(), data.startedAt(), data.endedAt());
      if (series.hasUnnamed()) {
        key(page, "area v-none", "answers without a version, slow requests");
      }
      key(page, "failed", "failed");
      if (series.hasSkipped()) {
        key(page, "skipped", "never sent, all connections busy");
      }
    }
    if (!history.shifts().isEmpty()) {
      key(page, "slot-blue", "slot blue");
      key(page, "slot-green", "slot green");
    }
    key(page, "phase p-build", "made ready");
    key(page, "phase p-shift", "shift");
    key(page, "phase p-soak", "soak");
    key(page, "phase p-keep", "promoted, previous kept warm");
    key(page, "phase p-leave", "drained, retired");
    key(page, "phase p-back", "going back");
    page.close("figcaption");
  }

  private static void key(Markup page, String css, String text) {
    page.open("span", "class", "key")
        .raw("<svg viewBox=\"0 0 12 12\" aria-hidden=\"true\">")
        .open("rect", "class", css, "width", "12", "height", "12")
        .close("rect")
        .raw("</svg>")
        .text(text)
        .close("span");
  }
}
