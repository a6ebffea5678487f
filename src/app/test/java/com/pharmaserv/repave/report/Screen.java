package com.pharmaserv.repave.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of a terminal as progress uses: rows, cursor up, clearing. */
final class Screen {
  private static final Pattern PIECE =
      Pattern.compile("\u001b\\[([0-9;]*)([A-Za-z])|\r|\n|[^\u001b\r\n]+");

  private final List<String> rows = new ArrayList<>(List.of(""));
  private int row;
  private int column;

  void write(String output) {
    Matcher pieces = PIECE.matcher(output);
    while (pieces.find()) {
      String piece = pieces.group();
      if (pieces.group(2) != null) {
        escape(pieces.group(1), pieces.group(2));
      } else if (piece.equals("\r")) {
        column = 0;
      } else if (piece.equals("\n")) {
        row++;
        column = 0;
        if (row == rows.size()) {
          rows.add("");
        }
      } else {
        String old = rows.get(row);
        String rest =
            old.length() > column + piece.length() ? old.substring(column + piece.length()) : "";
        rows.set(row, old.substring(0, Math.min(column, old.length())) + piece + rest);
        column += piece.length();
      }
    }
  }

  private void escape(String argument, String command) {
    switch (command) {
      case "A" -> row -= Integer.parseInt(argument);
      case "K" -> rows.set(row, rows.get(row).substring(0, column));
      case "J" -> {
        rows.set(row, rows.get(row).substring(0, column));
        rows.subList(row + 1, rows.size()).clear();
      }
      case "m" -> {
        // Inks move nothing.
      }
      default -> throw new IllegalArgumentException("unknown escape " + argument + command);
    }
  }

  String text() {
    return String.join("\n", rows);
  }
}
