package com.pharmaserv.repave.report;

import java.util.ArrayList;
import java.util.List;

/** One line in several inks. It is cut before the inks go on, so that no escape is ever halved. */
final class Line {
  private final List<Part> parts = new ArrayList<>();

  private record Part(String text, Ink ink) {}

  static Line of(String text) {
    return new Line().add(text);
  }

  Line add(String text) {
    return add(Ink.PLAIN, text);
  }

  Line add(Ink ink, String text) {
    parts.add(new Part(Harmless.line(text), ink));
    return this;
  }

  int width() {
    return parts.stream().mapToInt(part -> Columns.width(part.text())).sum();
  }

  /** The whole line. */
  String whole(Look look) {
    return render(look, Integer.MAX_VALUE);
  }

  /**
   * The line in one row of the terminal: the last column stays free, as some wrap when it fills.
   */
  String row(Look look) {
    return render(look, look.width() - 1);
  }

  private String render(Look look, int columns) {
    StringBuilder text = new StringBuilder();
    int left = columns;
    boolean tooLong = width() > columns;
    for (Part part : parts) {
      int width = Columns.width(part.text());
      boolean fits = width <= left - (tooLong ? 1 : 0);
      String shown = fits ? part.text() : Columns.cut(part.text() + " ", left, look.ellipsis());
      text.append(look.colour() ? part.ink().on(shown) : shown);
      left -= Columns.width(shown);
      if (!fits) {
        break;
      }
    }
    return text.toString();
  }
}
