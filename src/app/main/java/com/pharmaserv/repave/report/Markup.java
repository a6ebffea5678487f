package com.pharmaserv.repave.report;

import java.util.Locale;

/** HTML as text. What is not a tag or an attribute's name is always escaped. */
final class Markup {
  private final StringBuilder out = new StringBuilder();

  /** Adds markup that the program itself wrote. */
  Markup raw(String trusted) {
    out.append(trusted);
    return this;
  }

  Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Opens an element; attributes are names and values in turn. */
  Markup open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escape(attributes[i + 1]));
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Markup close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** An element that holds nothing but text. */
  Markup leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> escape(escaped, point));
    return escaped.toString();
  }

  private static void escape(StringBuilder out, int point) {
    switch (point) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      case '\n', '\t' -> out.appendCodePoint(point);
      default -> out.append(visible(point) ? Character.toString(point) : "\ufffd");
    }
  }

  /** Controls are not allowed in HTML; marks that turn the reading direction could forge a line. */
  private static boolean visible(int point) {
    int type = Character.getType(point);
    return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
  }

  /** A coordinate: short, and the same on every machine. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
