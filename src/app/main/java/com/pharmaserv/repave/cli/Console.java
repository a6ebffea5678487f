package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.report.Harmless;
import com.pharmaserv.repave.report.Look;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Where results and everything else are written, and what may be written there.
 *
 * @param terminal whether {@code err} is a terminal
 * @param variables of the process's environment
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal, Map<String, String> variables) {
  /** One for all: what people in two jurisdictions tell each other must mean the same moment. */
  private static final ZoneId ZONE = ZoneOffset.UTC;

  private static final int WIDTH_MIN = 40;
  private static final int WIDTH_DEFAULT = 100;

  Console {
    variables = Map.copyOf(variables);
  }

  /** A line about what goes on; never part of the result. */
  void note(String text) {
    err.println(Harmless.line(text));
    err.flush();
  }

  void flush() {
    out.flush();
    err.flush();
  }

  /** Whether a person is looking and ANSI sequences may be written. */
  boolean live() {
    return terminal
        && !variables.containsKey("NO_COLOR")
        && !"dumb".equals(variables.getOrDefault("TERM", "dumb"));
  }

  /** How output for people may look. */
  Look look() {
    boolean unicode = !"C".equals(variables.getOrDefault("LC_ALL", ""));
    return live()
        ? Look.terminal(variables.getOrDefault("TERM", ""), false, unicode, width(), ZONE)
        : Look.plain(unicode, ZONE);
  }

  /** The terminal's width, as far as the launcher could tell. */
  private static int width() {
    return Math.max(WIDTH_MIN, Integer.getInteger("repave.columns", WIDTH_DEFAULT));
  }
}
