package com.pharmaserv.repave.report;

import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes text harmless for a terminal, in this one place: messages of providers, output of commands,
 * names of files and people's reasons are shown as they came, and may hold what a terminal obeys
 * (control characters of both sets), what turns the order of letters round, or line feeds that
 * begin a line which nobody said.
 */
public final class Harmless {
  /** What {@link Ink} writes, and nothing else that begins with an escape. */
  private static final Pattern INK =
      Pattern.compile(
          Stream.concat(Stream.of(Ink.END), Stream.of(Ink.values()).map(Ink::start))
              .filter(sequence -> !sequence.isEmpty())
              .map(Pattern::quote)
              .collect(Collectors.joining("|")));

  private Harmless() {}

  /** The text on one line. */
  public static String line(String text) {
    return clean(text, point -> false);
  }

  /** The text with its line feeds and tabs. */
  public static String lines(String text) {
    return clean(text, point -> point == '\n' || point == '\t');
  }

  /** One line that has its inks already; what stands between them is made harmless. */
  public static String inkedLine(String text) {
    return inked(text, point -> false);
  }

  /** Lines that have their inks already. */
  public static String inkedLines(String text) {
    return inked(text, point -> point == '\n');
  }

  /** A JSON document that says the same, with escapes of JSON's own. */
  static String json(String document) {
    StringBuilder escaped = new StringBuilder(document.length());
    for (int i = 0; i < document.length(); i++) {
      char c = document.charAt(i);
      boolean lone = Character.isSurrogate(c);
      if (c == '\n' || lone || !obeyed(c)) {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return escaped.toString();
  }

  private static String inked(String text, IntPredicate kept) {
    StringBuilder cleaned = new StringBuilder(text.length());
    Matcher inks = INK.matcher(text);
    int from = 0;
    while (inks.find()) {
      cleaned.append(clean(text.substring(from, inks.start()), kept)).append(inks.group());
      from = inks.end();
    }
    return cleaned.append(clean(text.substring(from), kept)).toString();
  }

  private static String clean(String text, IntPredicate kept) {
    StringBuilder cleaned = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> kept.test(point) ? point : shown(point))
        .forEach(cleaned::appendCodePoint);
    return cleaned.toString();
  }

  private static int shown(int point) {
    if (point == '\n' || point == '\r' || point == '\t') {
      return ' ';
    }
    return obeyed(point) ? '?' : point;
  }

  private static boolean obeyed(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
