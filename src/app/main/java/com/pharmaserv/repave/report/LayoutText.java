package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.LayImage.Laid;
import java.util.ArrayList;
import java.util.List;

/** A layout in words. */
public final class LayoutText {
  /** From here on the disk is better filled anew. */
  private static final int STALE_PERCENT_MAX = 30;

  private LayoutText() {}

  /** What it has, and how much of it is of no use any more. */
  public static List<String> laid(Laid laid) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s places, %s".formatted(laid.laid(), laid.placeCount(), what(laid)));
    if (laid.staleCount() > 0) {
      lines.add(
          "  %s of them, with %s %% of the blocks, are of files that have grown, shrunk, moved or gone"
              .formatted(laid.staleCount(), laid.stalePercent()));
    }
    if (laid.stalePercent() >= STALE_PERCENT_MAX) {
      lines.add(
          "  time to begin anew: delete '%s' and write it again; the next version is then sent whole"
              .formatted(laid.layoutFile()));
    }
    return lines.stream().map(Harmless::line).toList();
  }

  private static String what(Laid laid) {
    if (!laid.changed()) {
      return "nothing has changed";
    }
    return (laid.plan() ? "%s new; '%s' would be written" : "%s new; written to '%s'")
        .formatted(laid.addedCount(), laid.layoutFile());
  }
}
