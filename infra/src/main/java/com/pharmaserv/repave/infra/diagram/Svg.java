package com.pharmaserv.repave.infra.diagram;

import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a picture as SVG: the same calls give the same bytes. Numbers are written as {@code %s}:
 * {@code %d} would take the digits of the default locale.
 */
final class Svg {
  /**
   * Widths of letters in parts of their size. No font is fetched, so these are cautious ones: a
   * text that fits by them fits in every usual font.
   */
  private static final double LETTER = 0.56;

  private static final double BOLD_LETTER = 0.61;
  private static final int CORNER = 7;

  private static final String STYLE =
      """
      text { font-family: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2937 }
      .name { font-weight: 600 }
      .small { fill: #4b5563 }
      .faint { fill: #6b7280 }
      .address { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #6b7280 }
      .chip { fill: #ffffff; font-weight: 600 }
      .page { fill: #ffffff; stroke: #d1d5db }
      .region { fill: #f8fafc; stroke: #94a3b8 }
      .zone { fill: none; stroke: #cbd5e1; stroke-dasharray: 4 4 }
      .edge { fill: #dbeafe } .app { fill: #e0f2e9 } .database { fill: #ede9fe } .endpoint { fill: #d5f2ee }
      .bake { fill: #fdf0d5 }
      .thing { fill: #ffffff; stroke: #64748b }
      .wall { fill: #ffffff; stroke: #2563eb; stroke-width: 1.5 }
      .closed { fill: #fff1f2; stroke: #e11d48; stroke-dasharray: 5 3 }
      .blue { fill: #2563eb } .green { fill: #15803d }
      .way { fill: none; stroke-width: 2 }
      .requests { stroke: #2563eb } .data { stroke: #7c3aed } .services { stroke: #0f766e }
      .copies { stroke: #b45309; stroke-dasharray: 6 4 }
      """;

  private static final Map<String, String> WAYS =
      new TreeMap<>(
          Map.of(
              "requests",
              "#2563eb",
              "data",
              "#7c3aed",
              "services",
              "#0f766e",
              "copies",
              "#b45309"));

  /** An arrow's head. */
  private static final String MARKER =
      """
      <marker id="%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" \
      markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 10 5 0 9.5z" fill="%s"/></marker>
      """;

  private final StringBuilder body = new StringBuilder();

  /** A box with round corners. */
  void box(String style, Box box) {
    body.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>\n"
            .formatted(style, box.x(), box.y(), box.width(), box.height(), CORNER));
  }

  /** Text that begins at a point and is cut where it would be wider than it may. */
  void text(String style, int size, int x, int y, int width, String text) {
    write(style, size, "x=\"" + x + "\" y=\"" + y + "\"", fit(style, size, width, text));
  }

  /** Text around a point. */
  void centered(String style, int size, int x, int y, int width, String text) {
    String place = "x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"middle\"";
    write(style, size, place, fit(style, size, width, text));
  }

  /** Text that is read upwards, around a point. */
  void upwards(String style, int size, int x, int y, String text) {
    String turn = "transform=\"translate(" + x + " " + y + ") rotate(-90)\" text-anchor=\"middle\"";
    write(style, size, turn, text);
  }

  private void write(String style, int size, String place, String text) {
    body.append(
        "<text class=\"%s\" font-size=\"%s\" %s>%s</text>\n"
            .formatted(style, size, place, escape(text)));
  }

  /** A line with an arrow's head, along a path as SVG writes it. */
  void way(String style, String path) {
    body.append(
        "<path class=\"way %s\" d=\"%s\" marker-end=\"url(#%s)\"/>\n"
            .formatted(style, path, style));
  }

  /** Parts of a text, as many as fit. */
  static String join(int size, int width, Iterable<String> parts) {
    String text = "";
    for (String part : parts) {
      String longer = text.isEmpty() ? part : text + " · " + part;
      if (!text.isEmpty() && width("small", size, longer) > width) {
        return text;
      }
      text = longer;
    }
    return text;
  }

  static double width(String style, int size, String text) {
    return text.length() * size * (style.equals("name") ? BOLD_LETTER : LETTER);
  }

  private static String fit(String style, int size, int width, String text) {
    if (width(style, size, text) <= width) {
      return text;
    }
    int letters = (int) (width / width(style, size, "m"));
    return text.substring(0, Math.max(0, letters - 1)) + "…";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The whole picture. */
  String document(int width, int height, String title, String description) {
    String size = "width=\"" + width + "\" height=\"" + height + "\"";
    String head =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" %s role="img" aria-labelledby="title description">
        <title id="title">%s</title>
        <desc id="description">%s</desc>
        <style>
        %s</style>
        <defs>
        """;
    StringBuilder text = new StringBuilder();
    text.append(head.formatted(width, height, size, escape(title), escape(description), STYLE));
    WAYS.forEach((way, color) -> text.append(MARKER.formatted(way, color)));
    return text.append("</defs>\n").append(body).append("</svg>\n").toString();
  }
}
