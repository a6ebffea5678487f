package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.report.History.Rollout;
import com.pharmaserv.repave.report.History.Shift;
import com.pharmaserv.repave.report.History.Stay;
import com.pharmaserv.repave.report.ReportData.Event;
import com.pharmaserv.repave.report.ReportData.FleetReport;
import com.pharmaserv.repave.report.Svg.Anchor;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One fleet over time: rollouts, phases, weights, requests and failures on a common axis. */
final class TimelineSvg {
  static final double WIDTH = 1200;
  static final double LEFT = 88;
  static final double RIGHT = 1188;

  private static final double EVENT_ROW = 18;
  private static final int EVENT_ROWS_MAX = 3;
  private static final double BAND = 24;
  private static final double WEIGHTS = 72;
  private static final double GAP = 12;

  /** Average width of a character of the labels; for deciding whether a label fits. */
  private static final double CHARACTER = 6.7;

  private final ReportData data;
  private final FleetReport fleet;
  private final History history;
  private final Axis axis;
  private final Svg out = new Svg();
  private final List<Mark> marks = new ArrayList<>();
  private double y;

  /** An event's place; its label begins at {@code label}, or nowhere if that is negative. */
  private record Mark(double x, double top, Event event, double label) {}

  TimelineSvg(ReportData data, FleetReport fleet, History history) {
    this.data = data;
    this.fleet = fleet;
    this.history = history;
    this.axis = new Axis(data.startedAt(), data.endedAt(), LEFT, RIGHT, data.zone());
  }

  /** The whole drawing; {@code versions} gives each version its colour by its place. */
  String draw(List<String> versions) {
    int rows = drawEvents();
    double top = rows * EVENT_ROW + (rows > 0 ? 4 : 0);
    y = top;
    drawRollouts();
    drawPhases();
    drawWeights();
    if (!fleet.samples().isEmpty()) {
      Series series = Series.of(fleet.samples(), axis.from(), axis.to());
      y = new LoadSvg(axis, out, versions).draw(series, y);
    }
    Svg under = ticks(top, y);
    markEvents(y);
    String label = "Timeline of " + fleet.fleet() + ": " + history.rollouts().size() + " rollouts";
    String frame = "0 0 " + Markup.number(WIDTH) + " " + Markup.number(y + 24);
    return new Markup()
        .open("svg", "viewBox", frame, "role", "img", "aria-label", label, "class", "timeline")
        .raw(under.toString())
        .raw(out.toString())
        .close("svg")
        .toString();
  }

  /**
   * Events with their labels in as few rows as they need; a line begins at its label, so that it
   * crosses none above. Returns the number of rows.
   */
  private int drawEvents() {
    List<Event> events = data.events().stream().filter(e -> axis.shows(e.at())).toList();
    List<Double> rowEnds = new ArrayList<>();
    for (Event event : events) {
      double width = event.text().length() * CHARACTER + 14;
      double x = Math.max(LEFT, Math.min(axis.x(event.at()), RIGHT - width));
      int row = 0;
      while (row < rowEnds.size() && rowEnds.get(row) > x) {
        row++;
      }
      boolean labelled = row < EVENT_ROWS_MAX;
      double top = Math.min(row, EVENT_ROWS_MAX) * EVENT_ROW + 3;
      marks.add(new Mark(axis.x(event.at()), top, event, labelled ? x + 5 : -1));
      if (labelled && row == rowEnds.size()) {
        rowEnds.add(0.0);
      }
      if (labelled) {
        rowEnds.set(row, x + width);
      }
    }
    return rowEnds.size();
  }

  /** Lines first: labels have a rim that keeps them readable where a line crosses them. */
  private void markEvents(double bottom) {
    for (Mark mark : marks) {
      out.line("event", mark.x(), mark.top(), mark.x(), bottom);
    }
    for (Mark mark : marks) {
      // An event without a label has its line, and its text in the list of events.
      if (mark.label() >= 0) {
        label(mark.label(), mark.top() + 10, mark.event().text(), "event-label");
      }
    }
  }

  private Svg ticks(double top, double bottom) {
    Svg under = new Svg();
    for (Instant tick : axis.ticks()) {
      double x = axis.x(tick);
      under.line("grid", x, top, x, bottom + 4);
      under.text("tick", x, bottom + 18, Anchor.MIDDLE, Times.clock(tick, data.zone()));
    }
    return under;
  }

  private void drawRollouts() {
    rowLabel("rollout", y + 16);
    for (Rollout rollout : history.rollouts()) {
      double x = axis.x(rollout.begun());
      double width = Math.max(2, axis.x(rollout.seen()) - x);
      String version = data.version(rollout.to().image());
      String full = rollout.id() + " " + "→ " + version + ", " + rollout.outcome();
      String tip = full + rollout.end().map(end -> ": " + Sentences.of(end.reason())).orElse("");
      box(x, width, BAND, "rollout " + css(rollout.outcome()), tip);
      String brief = "→ " + version;
      fitting(x, width, y + 16, "band-label", full, version + ", " + rollout.outcome(), brief);
    }
    y += BAND + 4;
  }

  private void drawPhases() {
    rowLabel("phase", y + 16);
    for (Rollout rollout : history.rollouts()) {
      for (Stay stay : rollout.stays()) {
        double x = axis.x(stay.from());
        double width = axis.x(stay.to()) - x;
        if (width <= 0) {
          continue;
        }
        String word =
            stay.course() == Course.FORWARD
                ? stay.phase().toString()
                : stay.course() + ", " + stay.phase();
        String tip =
            word
                + " from "
                + Times.clock(stay.from(), data.zone())
                + " for "
                + Times.span(Times.between(stay.from(), stay.to()));
        box(x, Math.max(0.6, width - 0.8), BAND, "phase " + phaseClass(stay), tip);
        fitting(x, width, y + 16, "band-label", word, stay.phase().toString());
      }
    }
    y += BAND + GAP;
  }

  private static String phaseClass(Stay stay) {
    return switch (stay.course()) {
      case HALT -> "p-halt";
      case ABORT, ROLL_BACK -> "p-back";
      case FORWARD ->
          switch (stay.phase()) {
            case PREPARE, LAUNCH, WARM_UP, VERIFY -> "p-build";
            case SHIFT -> "p-shift";
            case SOAK -> "p-soak";
            case PROMOTE, RETAIN -> "p-keep";
            case DRAIN, RETIRE -> "p-leave";
          };
    };
  }

  private void drawWeights() {
    if (history.shifts().stream()
        .allMatch(shift -> shift.weights().blue() == 0 && shift.weights().green() == 0)) {
      return;
    }
    rowLabel("weights", y + 14);
    rowNote("% of traffic", y + 28);
    List<Shift> shifts = history.shifts();
    for (int i = 0; i < shifts.size(); i++) {
      Shift shift = shifts.get(i);
      Instant until = i + 1 < shifts.size() ? shifts.get(i + 1).at() : axis.to();
      double x = axis.x(shift.at());
      double width = axis.x(until) - x;
      if (width <= 0) {
        continue;
      }
      double top = y;
      String tip = shift.weights() + " from " + Times.clock(shift.at(), data.zone());
      share(x, width, shift.weights().green(), "slot-green", tip);
      share(x, width, shift.weights().blue(), "slot-blue", tip);
      y = top;
    }
    out.box("frame", LEFT, y, RIGHT - LEFT, WEIGHTS);
    y += WEIGHTS + GAP;
  }

  private void share(double x, double width, int percent, String css, String tip) {
    double height = WEIGHTS * percent / 100;
    if (percent > 0) {
      box(x, width, height, css, tip);
      if (height >= 15) {
        fitting(x, width, y + height / 2 + 4, "on-colour", percent + "%", percent + "");
      }
    }
    y += height;
  }

  private void box(double x, double width, double height, String css, String tip) {
    out.box(css, x, y, width, height, tip);
  }

  /** The first of the texts that fits, in the middle; nothing if none does. */
  private void fitting(double x, double width, double baseline, String css, String... texts) {
    for (String text : texts) {
      if (text.length() * CHARACTER + 8 <= width) {
        out.text(css, x + width / 2, baseline, Anchor.MIDDLE, text);
        return;
      }
    }
  }

  private void label(double x, double baseline, String text, String css) {
    out.text(css, x, baseline, Anchor.START, text);
  }

  private void rowLabel(String text, double baseline) {
    label(0, baseline, text, "row-label");
  }

  private void rowNote(String text, double baseline) {
    label(0, baseline, text, "row-note");
  }

  static String css(String outcome) {
    return "end-" + outcome.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
