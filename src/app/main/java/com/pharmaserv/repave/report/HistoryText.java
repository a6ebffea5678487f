package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.operation.Standing;
import com.pharmaserv.repave.operation.TellHistory;
import com.pharmaserv.repave.operation.TellHistory.Rollout;
import com.pharmaserv.repave.operation.TellHistory.Said;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A fleet's rollouts as a table, the latest first. */
public final class HistoryText {
  private static final List<String> HEADER =
      List.of("ROLLOUT", "BEGAN", "TOOK", "GENERATION", "IMAGE", "OUTCOME");

  private final Look look;

  public HistoryText(Look look) {
    this.look = look;
  }

  /** The table, each line with its line feed. */
  public String render(TellHistory.History history, Instant now) {
    TextTable table = new TextTable(HEADER);
    for (Rollout rollout : history.rollouts()) {
      table.row(cells(rollout, now, look.zone()), details(rollout));
    }
    return table.render(look);
  }

  private static List<String> cells(Rollout rollout, Instant now, ZoneId zone) {
    Standing stands = rollout.now();
    Instant until = stands.end().map(Standing.Ended::at).orElse(now);
    return List.of(
        stands.rollout().toString(),
        Times.dated(rollout.began(), zone),
        Times.span(Times.between(rollout.began(), until)),
        stands.generation().toString(),
        stands.image().toString(),
        outcome(stands));
  }

  private static String outcome(Standing stands) {
    return stands
        .end()
        .map(end -> end.kind().toString())
        .orElse(stands.course() == Course.HALT ? "halted" : "under way");
  }

  private List<Line> details(Rollout rollout) {
    List<Line> lines = new ArrayList<>();
    lines.add(detail("reason", rollout.reason()));
    rollout.now().end().ifPresent(end -> lines.add(detail("ended", Sentences.of(end.why()))));
    for (Said said : rollout.said()) {
      String asks = said.asks().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String why = said.reason().isBlank() ? "" : " (%s)".formatted(said.reason());
      lines.add(
          detail(
              "said",
              "%s asks to %s, %s%s"
                  .formatted(said.by(), asks, Times.dated(said.at(), look.zone()), why)));
    }
    return lines;
  }

  private static Line detail(String label, String text) {
    return new Line().add(Ink.DIM, "  " + Columns.pad(label, 8)).add(text);
  }
}
