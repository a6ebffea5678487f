package com.pharmaserv.repave.infra.diagram;

import com.pharmaserv.repave.infra.diagram.Flows.Flow;
import com.pharmaserv.repave.infra.view.Inventory;
import java.util.List;
import java.util.Map;

/** A stack on one page: the region that works at the left, its mirror at the right. */
public final class Picture {
  private static final int WIDTH = 1200;
  private static final int MARGIN = 20;
  private static final int TOP = 134;
  private static final int FOOT = 44;
  private static final Box PRIMARY = new Box(MARGIN, TOP, 786, 0);
  private static final Box PAIRED = new Box(890, TOP, 290, 0);

  private Picture() {}

  /**
   * Draws it.
   *
   * @param name the stack's
   * @throws IllegalArgumentException if there is nothing to draw
   */
  public static String of(String name, Inventory stack) {
    List<Region> regions = Region.of(stack);
    if (regions.isEmpty()) {
      throw new IllegalArgumentException(
          "stack '" + name + "' has no subnet to draw; give it a stack of this program");
    }
    Svg svg = new Svg();
    Region region = regions.get(0);
    int fleets = region.skeletons().size();
    Grid main = grid(PRIMARY, region, fleets, 48, 64, 10);
    int height = main.bottom() + FOOT;
    svg.box("page", new Box(1, 1, WIDTH - 2, height - 2));
    svg.text("name", 26, MARGIN + 4, 46, 300, name);
    String facts =
        "jurisdiction " + stack.jurisdiction() + " · " + stack.aws().count() + " resources";
    svg.text("small", 13, MARGIN + 5, 70, 400, facts);
    Map<String, Box> nodes = Panel.draw(svg, region, main, "works");
    Box internet = new Box(main.row("edge").centerX() - 80, 62, 160, 34);
    nodes.put(Flows.INTERNET, internet);
    svg.box("wall", internet);
    svg.centered("name", 13, internet.centerX(), internet.y() + 22, 140, "Internet");
    List<Flow> flows = Flows.of(stack);
    Ways.draw(svg, main, nodes, flows);
    nodes.putAll(Cards.draw(svg, region, main, false));
    if (regions.size() > 1) {
      Region mirror = regions.get(1);
      Grid side = grid(PAIRED, mirror, fleets, 12, 12, 7);
      Map<String, Box> mirrored = Panel.draw(svg, mirror, side, "stands by");
      mirrored.putAll(Cards.draw(svg, mirror, side, true));
      if (!stack.of("rds/globalCluster:GlobalCluster").isEmpty()) {
        copy(svg, nodes, mirrored, Flows.DATABASE, "replicates");
      }
      boolean copied =
          stack.of("backup/plan:Plan").stream()
              .anyMatch(plan -> !plan.list("rules.0.copyActions").isEmpty());
      if (copied) {
        copy(svg, nodes, mirrored, Cards.VAULT, "copies");
      }
    }
    legend(svg, height);
    return svg.document(WIDTH, height, "Infrastructure of " + name, words(stack, flows));
  }

  private static Grid grid(Box at, Region region, int fleets, int before, int after, int space) {
    int zones = region.zones().size();
    int column = (at.width() - before - after - (zones - 1) * space) / zones;
    Grid grid = new Grid(at, at.x() + before, column, space, zones, fleets);
    Box panel = new Box(at.x(), at.y(), at.width(), grid.bottom() - at.y());
    return new Grid(panel, grid.left(), column, space, zones, fleets);
  }

  private static void copy(
      Svg svg, Map<String, Box> nodes, Map<String, Box> mirrored, String name, String what) {
    Box from = nodes.get(name);
    Box to = mirrored.get(name);
    if (from != null && to != null) {
      svg.way("copies", "M" + from.right() + " " + from.centerY() + "H" + to.x());
      int x = (PRIMARY.right() + PAIRED.x()) / 2;
      svg.centered("small", 11, x, from.centerY() - 8, PAIRED.x() - PRIMARY.right(), what);
    }
  }

  private static void legend(Svg svg, int height) {
    String[] lines = {
      "requests", "requests of customers",
      "data", "to the database",
      "services", "to AWS, privately",
      "copies", "copies to the paired region"
    };
    int x = MARGIN + 4;
    int y = height - 18;
    for (int i = 0; i < lines.length; i += 2) {
      svg.way(lines[i], "M" + x + " " + (y - 4) + "h34");
      svg.text("small", 11, x + 42, y, 200, lines[i + 1]);
      x += 62 + (int) Svg.width("small", 11, lines[i + 1]);
    }
    svg.text(
        "faint",
        11,
        x,
        y,
        WIDTH - x - MARGIN,
        "numbers at arrows are ports, from the rules of security groups");
  }

  /** The picture for those who cannot see it. */
  private static String words(Inventory stack, List<Flow> flows) {
    StringBuilder text = new StringBuilder();
    for (Region region : Region.of(stack)) {
      text.append(region.name()).append(" in ").append(region.zones().size()).append(" zones. ");
    }
    for (Flow flow : flows) {
      text.append(flow.from()).append(" to ").append(flow.to());
      text.append(" over port ").append(flow.port()).append(". ");
    }
    return text.toString().trim();
  }
}
