package com.pharmaserv.repave.report;

import java.util.ArrayList;
import java.util.List;

/** An aligned table whose rows may have lines of detail under them. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<String> header;
  private final List<Row> rows = new ArrayList<>();

  private record Row(List<String> cells, List<Line> details) {}

  TextTable(List<String> header) {
    this.header = header;
  }

  void row(List<String> cells, List<Line> details) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.size() + " cells in a table of " + header.size() + " columns");
    }
    rows.add(new Row(cells.stream().map(Harmless::line).toList(), details));
  }

  String render(Look look) {
    StringBuilder text = new StringBuilder();
    text.append(new Line().add(Ink.DIM, aligned(header)).whole(look)).append('\n');
    for (Row row : rows) {
      text.append(Line.of(aligned(row.cells())).whole(look)).append('\n');
      row.details().forEach(line -> text.append(line.whole(look)).append('\n'));
    }
    return text.toString();
  }

  private String aligned(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      line.append(column == 0 ? "" : GAP).append(Columns.pad(cells.get(column), width(column)));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int widest = Columns.width(header.get(column));
    for (Row row : rows) {
      widest = Math.max(widest, Columns.width(row.cells().get(column)));
    }
    return widest;
  }
}
