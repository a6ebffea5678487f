package com.pharmaserv.repave.infra.diagram;

import com.pharmaserv.repave.infra.diagram.Flows.Flow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws the open ways between things: straight where nothing is in the way, otherwise along lanes
 * next to the columns.
 */
final class Ways {
  private static final int LANE = 22;
  private static final int BEND = 7;
  private static final int STUB = 7;
  private static final int LABEL = 11;

  private final Svg svg;
  private final Grid grid;
  private final Map<String, Box> nodes;
  private final Set<String> labels = new HashSet<>();

  private Ways(Svg svg, Grid grid, Map<String, Box> nodes) {
    this.svg = svg;
    this.grid = grid;
    this.nodes = nodes;
  }

  /** Draws those whose ends are in the picture. */
  static void draw(Svg svg, Grid grid, Map<String, Box> nodes, List<Flow> flows) {
    Ways ways = new Ways(svg, grid, nodes);
    for (Flow flow : flows) {
      Box from = nodes.get(flow.from());
      Box to = nodes.get(flow.to());
      if (from != null && to != null) {
        ways.way(flow, from, to);
      }
    }
  }

  static String style(String target) {
    return switch (target) {
      case Flows.DATABASE -> "data";
      case Flows.ENDPOINTS, Flows.GATEWAYS -> "services";
      default -> "requests";
    };
  }

  private void way(Flow flow, Box from, Box to) {
    boolean down = from.bottom() <= to.y();
    Box narrow = from.width() < to.width() ? from : to;
    int x = narrow.centerX();
    int start = down ? from.bottom() : from.y();
    int end = down ? to.y() : to.bottom();
    if (isFree(x, Math.min(start, end), Math.max(start, end))) {
      svg.way(style(flow.to()), "M" + x + " " + start + "V" + end);
      svg.text("small", LABEL, x + 8, (start + end) / 2 + 4, 60, String.valueOf(flow.port()));
    } else {
      lane(flow, from, to);
    }
  }

  private boolean isFree(int x, int top, int bottom) {
    return nodes.values().stream()
        .noneMatch(box -> box.x() < x && x < box.right() && box.y() < bottom && top < box.bottom());
  }

  private void lane(Flow flow, Box from, Box to) {
    boolean services = style(flow.to()).equals("services");
    boolean right = services && !flow.from().equals(Flows.BUILDERS);
    int index = flow.to().equals(Flows.GATEWAYS) ? 1 : 0;
    int side = right ? 1 : -1;
    int lane = right ? grid.right() + LANE * (index + 1) : grid.left() - LANE;
    // The outer lane begins higher and ends lower, so the two do not cross there.
    int start = from.centerY() + (right ? STUB * (1 - 2 * index) : 0);
    int end = to.centerY();
    int turn = end > start ? BEND : -BEND;
    int out = right ? from.right() : from.x();
    int in = right ? to.right() : to.x();
    svg.way(
        style(flow.to()),
        ("M" + out + " " + start + "H" + (lane - side * BEND))
            + ("Q" + lane + " " + start + " " + lane + " " + (start + turn))
            + ("V" + (end - turn))
            + ("Q" + lane + " " + end + " " + (lane - side * BEND) + " " + end)
            + ("H" + in));
    if (labels.add(lane + " " + flow.to() + " " + flow.port())) {
      // Next to the last stretch, below or above everything that joins the lane.
      int middle = end - turn * 6;
      svg.upwards("small", LABEL, lane - 5, middle, String.valueOf(flow.port()));
    }
  }
}
