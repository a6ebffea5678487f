package com.pharmaserv.repave.report;

import java.time.ZoneId;

/**
 * How output for people may look; decided once, from the terminal and its environment.
 *
 * @param live whether lines may be drawn over: a terminal that understands cursor movement
 * @param colour whether inks are used; nothing is said by colour alone
 * @param unicode whether the output's character set has more than ASCII
 * @param width columns of the terminal; only live output is cut to it
 * @param zone of the times of day
 */
public record Look(boolean live, boolean colour, boolean unicode, int width, ZoneId zone) {
  /** Width of a terminal that does not tell its own. */
  public static final int WIDTH_DEFAULT = 80;

  public Look {
    if (width < 1) {
      throw new IllegalArgumentException("terminal width " + width + " must be at least 1");
    }
  }

  /** For pipes, files and CI: lines that are written once. */
  public static Look plain(boolean unicode, ZoneId zone) {
    return new Look(false, false, unicode, WIDTH_DEFAULT, zone);
  }

  /** For a terminal; {@code TERM=dumb} gets plain lines, {@code NO_COLOR} gets no colour. */
  public static Look terminal(
      String term, boolean noColour, boolean unicode, int width, ZoneId zone) {
    boolean clever = !term.isBlank() && !term.equals("dumb");
    int columns = width < 1 ? WIDTH_DEFAULT : width;
    return new Look(clever, clever && !noColour, unicode, columns, zone);
  }

  String arrow() {
    return unicode ? "→" : "->";
  }

  String ellipsis() {
    return unicode ? "…" : "~";
  }
}
