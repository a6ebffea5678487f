package com.pharmaserv.repave.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Words for messages: quoting what a file says, and guessing what was meant. */
public final class Words {
  /** Most characters of a value that a message repeats. */
  static final int QUOTE_MAX = 60;

  /** Longest word that a guess is made for: beyond it no field or name of ours is near. */
  private static final int GUESS_MAX = 40;

  private Words() {}

  /** The value in single quotes, cut short, without anything that a terminal would obey. */
  static String quote(String value) {
    return "'" + plain(value) + "'";
  }

  /** The value cut short, without anything that a terminal would obey. */
  static String plain(String value) {
    StringBuilder text = new StringBuilder();
    int[] points = value.codePoints().limit(QUOTE_MAX + 1L).toArray();
    for (int i = 0; i < Math.min(points.length, QUOTE_MAX); i++) {
      if (obeyed(points[i])) {
        text.append(String.format(Locale.ROOT, "\\u%04X", points[i]));
      } else {
        text.appendCodePoint(points[i]);
      }
    }
    return text + (points.length > QUOTE_MAX ? "…" : "");
  }

  private static boolean obeyed(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** The known word nearest to what was written, if one is near enough to be meant. */
  public static Optional<String> nearest(String written, Collection<String> known) {
    if (written.length() > GUESS_MAX) {
      return Optional.empty();
    }
    int far = Math.max(1, written.length() / 3);
    return known.stream()
        .filter(word -> distance(written, word) <= far)
        .min(
            Comparator.<String>comparingInt(word -> distance(written, word))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Fewest letters to insert, delete, replace or swap with their neighbour; case is no change. */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
