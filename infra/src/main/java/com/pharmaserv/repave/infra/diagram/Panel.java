package com.pharmaserv.repave.infra.diagram;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws one region's network: its tiers in its zones, and what stands in them. */
final class Panel {
  private static final Map<String, String> TIERS = new LinkedHashMap<>();

  static {
    TIERS.put("edge", "Load balancer tier");
    TIERS.put("app", "Application tier");
    TIERS.put("database", "Database tier");
    TIERS.put("endpoint", "Private entries to AWS");
    TIERS.put("bake", "Bake");
  }

  private final Svg svg;
  private final Region region;
  private final Grid grid;

  /** What arrows may begin and end at. */
  private final Map<String, Box> nodes = new LinkedHashMap<>();

  private Panel(Svg svg, Region region, Grid grid) {
    this.svg = svg;
    this.region = region;
    this.grid = grid;
  }

  /** Draws it and tells where the ends of arrows are. */
  static Map<String, Box> draw(Svg svg, Region region, Grid grid, String role) {
    Panel panel = new Panel(svg, region, grid);
    panel.surface(role);
    TIERS.forEach(panel::tier);
    panel.balancer();
    panel.fleets();
    panel.database();
    panel.endpoints();
    panel.bake();
    return panel.nodes;
  }

  private void surface(String role) {
    Box box = grid.panel();
    svg.box("region", box);
    String network = region.first("ec2/vpc:Vpc").map(vpc -> vpc.text("cidrBlock")).orElse("");
    svg.text("name", 16, grid.left(), box.y() + 25, grid.wide(), region.name());
    svg.text("small", 11, grid.left(), box.y() + 42, grid.wide(), role + " · network " + network);
    int top = box.y() + 54;
    List<String> zones = region.zones();
    for (int i = 0; i < zones.size(); i++) {
      int bottom = grid.row("bake").bottom() + Grid.PAD;
      svg.box("zone", new Box(grid.x(i) - 3, top, grid.column() + 6, bottom - top));
      svg.text("small", 11, grid.x(i) + 6, top + 16, grid.column() - 12, zone(zones.get(i)));
    }
  }

  /** The region's name stands above, so the letter tells zones apart. */
  private static String zone(String zone) {
    return "zone " + zone.substring(zone.length() - 1);
  }

  private void tier(String tier, String title) {
    List<String> zones = region.zones();
    boolean any = false;
    for (int i = 0; i < zones.size(); i++) {
      Box cell = grid.cell(tier, i);
      for (ResourceView subnet : region.subnets(tier, zones.get(i))) {
        any = true;
        svg.box(tier, cell);
        int size = grid.isNarrow() ? 9 : 11;
        svg.text(
            "address",
            size,
            cell.x() + 6,
            cell.bottom() - 7,
            cell.width(),
            subnet.text("cidrBlock"));
      }
    }
    if (any) {
      Box row = grid.row(tier);
      svg.text("name", 12, row.x(), row.y() - 7, grid.wide(), title);
    }
  }

  private void balancer() {
    Box row = grid.row("edge");
    Box inside = inside(row, Grid.PAD, 24 + Grid.STRIP);
    region
        .first("lb/loadBalancer:LoadBalancer")
        .ifPresent(
            balancer -> {
              nodes.put(Flows.BALANCER, inside);
              Box door = new Box(inside.x(), inside.y() + 24, inside.width(), Grid.STRIP);
              String policy =
                  region
                      .first("lb/listener:Listener")
                      .map(listener -> listener.text("sslPolicy"))
                      .orElse("");
              thing(door, "TLS load balancer", List.of("HTTPS only", policy));
            });
    region
        .first("wafv2/webAcl:WebAcl")
        .ifPresent(
            acl -> {
              Box wall = new Box(inside.x(), inside.y(), inside.width(), 22);
              svg.box("wall", wall);
              String rules = acl.list("rules").size() + " rules";
              svg.text("small", 11, wall.x() + 10, wall.y() + 15, 200, "Web firewall · " + rules);
            });
  }

  private void fleets() {
    Box row = grid.row("app");
    int y = Grid.PAD;
    for (ResourceView skeleton : region.skeletons()) {
      String fleet = Region.fleet(skeleton);
      Box box = inside(row, y, Grid.STRIP);
      y += Grid.STRIP + Grid.PAD;
      nodes.put(Flows.fleet(fleet), box);
      List<ResourceView> slots = region.slots(fleet);
      String work =
          slots.isEmpty() ? "no route: takes work from a queue" : "behind the load balancer";
      thing(box, "fleet " + fleet, List.of(skeleton.text("instanceType"), work));
      int x = box.right() - 10;
      for (int i = slots.size() - 1; i >= 0; i--) {
        String slot = Inventory.tag(slots.get(i), "slot");
        Box chip = new Box(x - 62, box.y() + 12, 62, 22);
        x -= 70;
        svg.box(slot.equals("green") ? "green" : "blue", chip);
        svg.centered("chip", 11, chip.centerX(), chip.y() + 15, 58, slot);
      }
    }
    if (y == Grid.PAD) {
      nothing(row, "no machines");
    }
  }

  private void database() {
    Box row = grid.row("database");
    List<String> zones = region.zones();
    for (ResourceView instance : region.all("rds/clusterInstance:ClusterInstance")) {
      int zone = zones.indexOf(instance.text("availabilityZone"));
      if (zone >= 0) {
        Box cell = grid.cell("database", zone);
        Box box = inside(cell, Grid.PAD, Grid.STRIP);
        nodes.put(instance.name(), box);
        thing(box, "Aurora", List.of(instance.text("instanceClass")));
      }
    }
    for (ResourceView cluster : region.all("rds/cluster:Cluster")) {
      Box strip = inside(row, 2 * Grid.PAD + Grid.STRIP, 28);
      nodes.put(Flows.DATABASE, strip);
      svg.box("thing", strip);
      List<String> facts = new ArrayList<>();
      facts.add("PostgreSQL " + cluster.text("engineVersion"));
      facts.add(cluster.flag("storageEncrypted") ? "encrypted" : "not encrypted");
      facts.add(cluster.flag("iamDatabaseAuthenticationEnabled") ? "IAM logins" : "no IAM logins");
      facts.add((int) cluster.number("backupRetentionPeriod") + " days of backups");
      line(strip, facts);
    }
  }

  private void endpoints() {
    List<String> services = region.services("Interface");
    Box row = grid.row("endpoint");
    if (services.isEmpty()) {
      nothing(row, "no entries");
    } else {
      Box box = inside(row, Grid.PAD, 62);
      nodes.put(Flows.ENDPOINTS, box);
      svg.box("thing", box);
      int width = box.width() - 20;
      String title = services.size() + " interface endpoints in each zone";
      svg.text("name", 12, box.x() + 10, box.y() + 18, width, title);
      String first = Svg.join(11, width, services);
      List<String> rest = services.subList(first.split(" · ", -1).length, services.size());
      svg.text("small", 11, box.x() + 10, box.y() + 36, width, first);
      svg.text("small", 11, box.x() + 10, box.y() + 52, width, String.join(" · ", rest));
    }
    List<String> gateways = region.services("Gateway");
    if (!gateways.isEmpty()) {
      Box strip = grid.row("gateways");
      nodes.put(Flows.GATEWAYS, strip);
      svg.box("thing", strip);
      line(strip, List.of("gateways", String.join(" · ", gateways)));
    }
  }

  private void bake() {
    List<String> zones = region.zones();
    for (int i = 0; i < zones.size() && group("BakePlace").isPresent(); i++) {
      if (!region.subnets("bake", zones.get(i)).isEmpty()) {
        Box box = inside(grid.cell("bake", i), Grid.PAD, 38);
        nodes.put(Flows.BUILDERS, box);
        svg.box("thing", box);
        svg.text("name", 12, box.x() + 10, box.y() + 23, box.width() - 20, "builder machines");
      }
    }
    group("Quarantine").ifPresent(this::quarantine);
  }

  private void quarantine(ResourceView group) {
    Box row = grid.row("bake");
    Box box = new Box(grid.x(1) + Grid.PAD, row.y() + Grid.PAD, row.right() - grid.x(1) - 16, 54);
    svg.box("closed", box);
    svg.text("name", 12, box.x() + 12, box.y() + 22, box.width() - 24, "Quarantine");
    int rules = Flows.rules(region.stack(), group);
    String what =
        rules == 0 ? "a group without a rule: nothing in, nothing out" : rules + " rules open it";
    svg.text("small", 11, box.x() + 12, box.y() + 40, box.width() - 24, what);
  }

  /** The security group that a part of the program made. */
  private Optional<ResourceView> group(String part) {
    return region.all("ec2/securityGroup:SecurityGroup").stream()
        .filter(group -> Flows.part(region.stack(), group).equals(part))
        .findFirst();
  }

  private void thing(Box box, String name, List<String> facts) {
    svg.box("thing", box);
    int width = box.width() - 2 * grid.indent();
    int size = grid.isNarrow() ? 10 : 11;
    int x = box.x() + grid.indent();
    svg.text("name", size + 2, x, box.y() + 20, width, name);
    svg.text("small", size, x, box.y() + 37, width, Svg.join(size, width, facts));
  }

  private void line(Box box, List<String> facts) {
    int width = box.width() - 2 * grid.indent();
    svg.text("small", 11, box.x() + grid.indent(), box.y() + 18, width, Svg.join(11, width, facts));
  }

  private void nothing(Box row, String text) {
    svg.centered("faint", 11, row.centerX(), row.centerY() - 4, row.width(), text);
  }

  private Box inside(Box outer, int down, int height) {
    int edge = grid.isNarrow() ? 2 : Grid.PAD;
    return new Box(outer.x() + edge, outer.y() + down, outer.width() - 2 * edge, height);
  }
}
