package com.pharmaserv.repave.report;

/** The few shapes that the timelines are made of. */
final class Svg {
  private final Markup out = new Markup();

  /** Where a text stands relative to its place. */
  enum Anchor {
    START("start"),
    MIDDLE("middle"),
    END("end");

    private final String word;

    Anchor(String word) {
      this.word = word;
    }
  }

  void line(String css, double x1, double y1, double x2, double y2) {
    shape("line", css, "x1", x1, "y1", y1);
    attribute("x2", x2);
    attribute("y2", y2);
    out.raw("/>\n");
  }

  void box(String css, double x, double y, double width, double height) {
    rectangle(css, x, y, width, height);
    out.raw("/>\n");
  }

  /** A box that tells more to a pointer that rests on it. */
  void box(String css, double x, double y, double width, double height, String tip) {
    rectangle(css, x, y, width, height);
    out.raw(">").leaf("title", tip).close("rect");
  }

  void area(String css, String points) {
    out.raw("<polygon class=\"").text(css).raw("\" points=\"").text(points).raw("\"/>\n");
  }

  void text(String css, double x, double y, Anchor anchor, String text) {
    shape("text", css, "x", x, "y", y);
    out.raw(" text-anchor=\"" + anchor.word + "\">").text(text).close("text");
  }

  private void rectangle(String css, double x, double y, double width, double height) {
    shape("rect", css, "x", x, "y", y);
    attribute("width", width);
    attribute("height", height);
  }

  private void shape(
      String tag, String css, String first, double one, String second, double other) {
    out.raw("<" + tag + " class=\"").text(css).raw("\"");
    attribute(first, one);
    attribute(second, other);
  }

  private void attribute(String name, double value) {
    out.raw(" " + name + "=\"" + Markup.number(value) + "\"");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
