package com.pharmaserv.repave.report;

import com.pharmaserv.repave.report.Series.Bin;
import com.pharmaserv.repave.report.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Requests per second as stacked areas, one for each version, and failures under them. */
final class LoadSvg {
  private static final double HEIGHT = 120;
  private static final double FAILURES = 20;
  private static final double TICK_MIN = 5;
  private static final double GAP = 10;

  /** Distinct colours that the style sheet has; later versions begin again. */
  static final int COLOURS = 6;

  private final Axis axis;
  private final Svg out;
  private final List<String> versions;

  LoadSvg(Axis axis, Svg out, List<String> versions) {
    this.axis = axis;
    this.out = out;
    this.versions = versions;
  }

  static String css(List<String> versions, String version) {
    return "v" + Math.max(0, versions.indexOf(version)) % COLOURS;
  }

  /** Draws from {@code top} down and returns where it ended. */
  double draw(Series series, double top) {
    double scale = HEIGHT / series.top();
    out.text("row-label", 0, top + 28, Anchor.START, "requests");
    out.text("row-note", 0, top + 42, Anchor.START, "per second");
    scale(series.top(), top);
    double[] floor = new double[series.bins().size()];
    if (series.hasUnnamed()) {
      area(series, Series.UNNAMED, "v-none", floor, top, scale);
    }
    for (String version : series.versions()) {
      area(series, version, css(versions, version), floor, top, scale);
    }
    double under = top + HEIGHT + GAP;
    failures(series, under);
    hover(series, top, under + FAILURES - top);
    return under + FAILURES;
  }

  private void scale(double highest, double top) {
    for (double share : new double[] {0, 0.5, 1}) {
      double y = top + HEIGHT * (1 - share);
      out.line("grid", axis.left(), y, axis.right(), y);
      out.text("tick", axis.left() - 6, y + 4, Anchor.END, Markup.number(highest * share));
    }
  }

  /** Adds one version on top of {@code floor}, which rises by it. */
  private void area(
      Series series, String version, String css, double[] floor, double top, double scale) {
    List<Bin> bins = series.bins();
    List<String> upper = new ArrayList<>();
    List<String> lower = new ArrayList<>();
    for (int i = 0; i < bins.size(); i++) {
      double base = floor[i];
      floor[i] += bins.get(i).rate(version);
      double left = axis.x(bins.get(i).at());
      double right = axis.x(bins.get(i).end());
      point(upper, left, floor[i], top, scale);
      point(upper, right, floor[i], top, scale);
      point(lower, left, base, top, scale);
      point(lower, right, base, top, scale);
    }
    List<String> points = new ArrayList<>(upper);
    for (int i = lower.size() - 1; i >= 0; i--) {
      points.add(lower.get(i));
    }
    out.area("area " + css, String.join(" ", points));
  }

  private static void point(List<String> points, double x, double rate, double top, double scale) {
    points.add(Markup.number(x) + "," + Markup.number(top + HEIGHT - rate * scale));
  }

  private void failures(Series series, double top) {
    out.text("row-label", 0, top + 14, Anchor.START, "failed");
    double y = top + FAILURES;
    out.line("base", axis.left(), y, axis.right(), y);
    long worst = series.bins().stream().mapToLong(Bin::failures).max().orElse(0);
    if (worst == 0 && !series.hasSkipped()) {
      out.text("row-note", axis.left() + 6, top + 14, Anchor.START, "none");
    }
    for (Bin bin : series.bins()) {
      double width = Math.max(2, axis.x(bin.end()) - axis.x(bin.at()) - 1);
      if (bin.skipped() > 0) {
        out.box("skipped", axis.x(bin.at()), y - TICK_MIN, width, TICK_MIN);
      }
      if (bin.failures() > 0) {
        double height = TICK_MIN + (FAILURES - TICK_MIN) * bin.failures() / worst;
        out.box("failed", axis.x(bin.at()), y - height, width, height);
      }
    }
  }

  /** Invisible columns that tell their numbers to a pointer that rests on them. */
  private void hover(Series series, double top, double height) {
    for (Bin bin : series.bins()) {
      double width = Math.max(1, axis.x(bin.end()) - axis.x(bin.at()));
      out.box("hover", axis.x(bin.at()), top, width, height, tip(series, bin));
    }
  }

  private String tip(Series series, Bin bin) {
    StringBuilder tip = new StringBuilder(Times.clock(bin.at(), axis.zone()));
    tip.append(String.format(Locale.ROOT, ": %.0f requests/s", bin.rate()));
    for (String version : series.versions()) {
      if (bin.rate(version) > 0) {
        tip.append(String.format(Locale.ROOT, ", version %s %.0f/s", version, bin.rate(version)));
      }
    }
    tip.append(", ").append(bin.failures()).append(" failed");
    if (bin.skipped() > 0) {
      tip.append(", ").append(bin.skipped()).append(" never sent");
    }
    return tip.toString();
  }
}
