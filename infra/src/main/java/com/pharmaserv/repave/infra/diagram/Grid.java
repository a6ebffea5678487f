package com.pharmaserv.repave.infra.diagram;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where things stand: columns are zones, rows are tiers, the same ones in both regions.
 *
 * @param panel the region's whole surface
 * @param left where the first column begins; before it run lanes of arrows
 * @param column a column's width
 * @param space between two columns
 * @param columns how many zones
 * @param fleets how many rows the application tier has
 */
record Grid(Box panel, int left, int column, int space, int columns, int fleets) {
  static final int PAD = 8;
  static final int STRIP = 46;
  static final int CIDR = 20;
  static final int CARD = 46;

  /** How many cards are stacked next to the network. */
  static final int CARDS = 5;

  /** Between two rows: room for the tier's name and for arrows. */
  private static final int ROW_SPACE = 36;

  /** Gateways belong to the entries above them. */
  private static final int GATEWAY_SPACE = 12;

  private static final int NARROW = 120;
  private static final int HEAD = 100;

  /** The tiers from top to bottom with the height of their cells. */
  private Map<String, Integer> rows() {
    Map<String, Integer> rows = new LinkedHashMap<>();
    rows.put("edge", PAD + 26 + STRIP + PAD + CIDR);
    rows.put("app", Math.max(1, fleets) * (STRIP + PAD) + PAD + CIDR);
    rows.put("database", PAD + STRIP + PAD + 28 + PAD + CIDR);
    rows.put("endpoint", PAD + 62 + PAD + CIDR);
    rows.put("gateways", 28);
    rows.put("bake", PAD + 38 + PAD + CIDR);
    rows.put("beside", CARDS * (CARD + PAD));
    return rows;
  }

  /** A row across all columns. */
  Box row(String tier) {
    int y = panel.y() + HEAD;
    for (Map.Entry<String, Integer> row : rows().entrySet()) {
      if (row.getKey().equals(tier)) {
        return new Box(left, y, right() - left, row.getValue());
      }
      y += row.getValue() + (row.getKey().equals("endpoint") ? GATEWAY_SPACE : ROW_SPACE);
    }
    throw new IllegalArgumentException("there is no row for tier '" + tier + "'; add it to Grid");
  }

  /** The cell of a row in a column. */
  Box cell(String tier, int index) {
    Box row = row(tier);
    return new Box(x(index), row.y(), column, row.height());
  }

  int x(int index) {
    return left + index * (column + space);
  }

  int right() {
    return x(columns - 1) + column;
  }

  boolean isNarrow() {
    return column < NARROW;
  }

  /** How far text stands from its box's side. */
  int indent() {
    return isNarrow() ? 6 : 10;
  }

  /** How wide a title may be; arrows run in the middle of wide grids. */
  int wide() {
    return isNarrow() ? right() - left : (right() - left) / 2 - PAD;
  }

  /** Where the panel may end. */
  int bottom() {
    return row("beside").bottom() + PAD;
  }
}
