package com.pharmaserv.repave.report;

/** Text measured in columns of a terminal. */
final class Columns {
  /** From here on most characters (Hangul, CJK, emoji) take two columns. */
  private static final int WIDE_FROM = 0x1100;

  /** Arrows, dashes, box drawing and blocks, which the reports use, take one. */
  private static final int NARROW_FROM = 0x2000;

  private static final int NARROW_TO = 0x2bff;

  private Columns() {}

  static int width(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean narrow = point < WIDE_FROM || (point >= NARROW_FROM && point <= NARROW_TO);
    return narrow ? 1 : 2;
  }

  /** The text in at most {@code columns}; what is missing is marked by {@code ellipsis}. */
  static String cut(String text, int columns, String ellipsis) {
    if (width(text) <= columns) {
      return text;
    }
    int room = columns - width(ellipsis);
    if (room < 0) {
      return "";
    }
    StringBuilder kept = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int point = text.codePointAt(i);
      used += width(point);
      if (used > room) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept + ellipsis;
  }

  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }
}
