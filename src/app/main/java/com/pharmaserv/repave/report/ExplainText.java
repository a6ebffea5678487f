package com.pharmaserv.repave.report;

import com.pharmaserv.repave.report.Explanations.Explained;
import com.pharmaserv.repave.report.Explanations.Explanation;
import java.util.ArrayList;
import java.util.List;

/** Reasons explained, in words. */
public final class ExplainText {
  private ExplainText() {}

  /** One in full, or all in a line each. */
  public static List<String> lines(Explained explained) {
    if (explained.reasons().size() == 1) {
      Explanation only = explained.reasons().get(0);
      return List.of(
          only.code(),
          "  says     " + only.sentence(),
          "  means    " + only.meaning(),
          "  to do    " + only.remedy(),
          "  where    " + only.chapter());
    }
    List<String> lines = new ArrayList<>();
    String chapter = "";
    for (Explanation each : explained.reasons()) {
      if (!each.chapter().equals(chapter)) {
        chapter = each.chapter();
        lines.add((lines.isEmpty() ? "" : "\n") + chapter);
      }
      lines.add("  %-28s %s".formatted(each.code(), each.meaning()));
    }
    return lines;
  }
}
