package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.report.History.Rollout;
import com.pharmaserv.repave.wording.Sentences;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of one fleet's part of the report. */
final class ReportTables {
  private static final int HASH_SHORT = 12;

  private final ReportData data;
  private final Markup page;

  ReportTables(ReportData data, Markup page) {
    this.data = data;
    this.page = page;
  }

  void rollouts(List<Rollout> rollouts) {
    if (rollouts.isEmpty()) {
      page.leaf("p", "There was no rollout.");
      return;
    }
    head("Rollouts", "rollout", "image", "course", "end", "why it ended so", "#took", "#engines");
    for (Rollout rollout : rollouts) {
      page.open("tr");
      cell(rollout.id().toString());
      String from = rollout.from().map(p -> data.version(p.image()) + " → ").orElse("");
      page.open("td")
          .leaf("b", from + data.version(rollout.to().image()))
          .leaf("small", rollout.to().image().toString())
          .close("td");
      cell(rollout.last().course().toString());
      page.open("td")
          .leaf("span", rollout.outcome(), "class", "end " + TimelineSvg.css(rollout.outcome()))
          .close("td");
      cell(why(rollout));
      number(Times.span(rollout.took()));
      number(String.valueOf(rollout.engines()));
      page.close("tr");
    }
    foot();
  }

  private static String why(Rollout rollout) {
    return rollout
        .end()
        .map(end -> Sentences.of(end.reason()))
        .or(() -> Sentences.cause(rollout.last()))
        .orElse("it had not ended when this report was written");
  }

  void figures(List<Figures> figures) {
    if (figures.isEmpty()) {
      return;
    }
    head(
        "Load",
        "span",
        "time",
        "#requests",
        "#failed",
        "failed, by version",
        "#sent again",
        "#never sent",
        "#p50",
        "#p99");
    for (Figures row : figures) {
      page.open("tr");
      cell(row.label());
      cell(Times.clock(row.from(), data.zone()) + "–" + Times.clock(row.to(), data.zone()));
      number(Summary.grouped(row.requests()));
      page.leaf(
          "td", Summary.grouped(row.failed()), "class", row.failed() > 0 ? "number bad" : "number");
      cell(byVersion(row));
      number(Summary.grouped(row.retried()));
      number(Summary.grouped(row.skipped()));
      number(Times.latency(row.p50()));
      number(Times.latency(row.p99()));
      page.close("tr");
    }
    foot();
    page.leaf(
        "p",
        "Latencies are those of the paced requests, from when each was due. Sent again: the server"
            + " had closed the idle connection before the request. Never sent: all connections"
            + " were busy from the time it was due for longer than the load waits.",
        "class",
        "note");
  }

  private static String byVersion(Figures row) {
    long named = row.failedByVersion().values().stream().mapToLong(Long::longValue).sum();
    String text =
        row.failedByVersion().entrySet().stream()
            .map(ReportTables::share)
            .collect(Collectors.joining(", "));
    long unnamed = row.failed() - named;
    String rest = unnamed > 0 ? (text.isEmpty() ? "" : ", ") + "version unknown: " + unnamed : "";
    return text + rest;
  }

  private static String share(Map.Entry<String, Long> entry) {
    return "version " + entry.getKey() + ": " + entry.getValue();
  }

  void journal(List<JournalRecord> records) {
    page.open("details", "class", "journal");
    page.leaf("summary", "Journal: all " + records.size() + " records");
    head("", "#record", "time", "#epoch", "kind", "what it says", "hash");
    JournalText text = new JournalText(Look.plain(true, data.zone()));
    for (JournalRecord record : records) {
      JournalText.Told told = text.tell(record);
      page.open("tr", "class", "k-" + told.kind());
      number(String.valueOf(record.number()));
      page.leaf("td", Times.millis(record.at(), data.zone()), "class", "time");
      number(String.valueOf(record.epoch()));
      cell(told.kind());
      cell(told.sentence());
      String hash = record.hash();
      page.open("td", "title", hash)
          .leaf("code", hash.substring(0, Math.min(HASH_SHORT, hash.length())))
          .close("td");
      page.close("tr");
    }
    foot();
    page.close("details");
  }

  /** Starts a table; a column whose name begins with # holds numbers. */
  private void head(String caption, String... columns) {
    page.open("div", "class", "scroll").open("table");
    if (!caption.isEmpty()) {
      page.leaf("caption", caption);
    }
    page.open("thead").open("tr");
    for (String column : columns) {
      boolean number = column.startsWith("#");
      page.leaf(
          "th",
          number ? column.substring(1) : column,
          "scope",
          "col",
          "class",
          number ? "number" : "");
    }
    page.close("tr").close("thead").open("tbody");
  }

  private void foot() {
    page.close("tbody").close("table").close("div");
  }

  private void cell(String text) {
    page.leaf("td", text);
  }

  private void number(String text) {
    page.leaf("td", text, "class", "number");
  }
}
