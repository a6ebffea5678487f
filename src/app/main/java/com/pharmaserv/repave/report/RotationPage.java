package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.FleetRoll;
import com.pharmaserv.repave.operation.Rotated;
import com.pharmaserv.repave.operation.Rotated.Due;
import com.pharmaserv.repave.wording.Sentences;
import com.pharmaserv.repave.wording.Spans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The plan of a rotation as one page, for whoever approves it. */
public final class RotationPage {
  private static final String NONE = "-";

  private final Rotated plan;

  private RotationPage(Rotated plan) {
    this.plan = plan;
  }

  /** Writes the page; an existing file is replaced as a whole or not at all. */
  public static void write(Rotated plan, Path file) throws IOException {
    WholeFile.write(html(plan), file);
  }

  public static String html(Rotated plan) throws IOException {
    return new RotationPage(plan).page();
  }

  private String page() throws IOException {
    List<String> environments =
        plan.due().stream().map(due -> due.fleet().environment().name()).distinct().toList();
    String title =
        environments.isEmpty()
            ? "Nothing is stale"
            : "Rotation of " + String.join(", ", environments);
    Markup page = HtmlPage.begin(title);
    page.open("header").leaf("p", "What a rotation would do", "class", "when").leaf("h1", title);
    page.open("p").text("Plan ").leaf("code", plan.planHash()).close("p");
    plan.emergency()
        .ifPresent(
            why ->
                page.open("p", "class", "verdict warn")
                    .leaf("strong", "Emergency.")
                    .text(" Windows and freezes are overridden: " + why)
                    .close("p"));
    cards(page);
    page.close("header");
    dues(page);
    plan.rolls().forEach(roll -> roll(page, roll));
    page.open("footer")
        .text("Written by Repave; 'repave rotate --plan-file' carries out this plan and no other.")
        .close("footer");
    return HtmlPage.end(page);
  }

  private void cards(Markup page) {
    long now = plan.due().stream().filter(due -> due.waitsFor().isEmpty()).count();
    long waits = plan.due().size() - now;
    Optional<Instant> first =
        plan.due().stream().flatMap(due -> due.deadline().stream()).min(Instant::compareTo);
    page.open("div", "class", "cards");
    HtmlPage.card(page, String.valueOf(plan.due().size()), "fleets are stale", "");
    HtmlPage.card(page, String.valueOf(now), "may begin now", now > 0 ? "good" : "");
    HtmlPage.card(page, String.valueOf(waits), "wait", waits > 0 ? "warn" : "");
    HtmlPage.card(page, first.map(RotationPage::time).orElse(NONE), "first deadline", "");
    page.close("div");
  }

  private void dues(Markup page) {
    if (plan.due().isEmpty()) {
      return;
    }
    HtmlPage.table(
        page,
        "Fleets, in their order",
        "fleet",
        "wave",
        "runs",
        "to run",
        "why",
        "due by",
        "begins",
        "usually takes",
        "waits for");
    for (Due due : plan.due()) {
      page.open("tr").open("td").leaf("b", due.fleet().toString()).close("td");
      page.leaf("td", String.valueOf(due.wave()));
      page.open("td").leaf("code", due.runningImage().map(ImageId::toString).orElse(NONE));
      page.close("td").open("td").leaf("code", due.image().toString()).close("td");
      page.leaf(
          "td", due.staleBecause().stream().map(Sentences::of).collect(Collectors.joining("; ")));
      page.leaf("td", due.deadline().map(RotationPage::time).orElse(NONE));
      page.leaf("td", due.earliest().map(RotationPage::time).orElse(NONE));
      page.leaf("td", due.usualLength().map(Spans::words).orElse(NONE));
      page.leaf("td", due.waitsFor().map(Sentences::of).orElse(NONE)).close("tr");
    }
    HtmlPage.tableEnd(page);
  }

  private static void roll(Markup page, FleetRoll roll) {
    if (roll instanceof FleetRoll.Planned planned) {
      page.open("section").leaf("h2", planned.fleet().toString());
      planned.difference().ifPresent(difference -> page.leaf("p", "Changes " + difference.line()));
      page.open("ul");
      planned
          .steps()
          .forEach(step -> page.leaf("li", step.phase() + ": " + Sentences.of(step.why())));
      planned.headroom().forEach(line -> page.leaf("li", line.text()));
      page.close("ul").close("section");
    } else {
      Wording words = RollText.of(roll);
      page.open("section").leaf("h2", roll.fleet().toString());
      page.leaf("p", words.result().or(words::problem).orElse(NONE)).close("section");
    }
  }

  private static String time(Instant at) {
    return Objects.toString(at.truncatedTo(ChronoUnit.SECONDS));
  }
}
