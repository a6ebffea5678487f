package com.pharmaserv.repave.infra.cost;

import com.pharmaserv.repave.infra.cost.Estimate.Line;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.price.MachinePrices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts what a stack has that is paid for.
 *
 * <p>The stack has no machines: the rollout tool makes them. How many is in the environment's file,
 * as each fleet's desired capacity; the stack says of which type, with which volumes.
 */
public final class Estimator {
  private static final String SKELETON = "ec2/launchTemplate:LaunchTemplate";
  private static final String INSTANCE = "rds/clusterInstance:ClusterInstance";

  private static final String ROOT_VOLUME = "blockDeviceMappings.0.ebs.";

  private final Inventory stack;
  private final Environment environment;
  private final PriceList prices;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  private Estimator(Inventory stack, Environment environment, PriceList prices) {
    this.stack = stack;
    this.environment = environment;
    this.prices = prices;
  }

  /**
   * Counts.
   *
   * @param environment which the stack is of
   */
  public static Estimate of(Inventory stack, Environment environment) {
    PriceList prices = PriceList.standard();
    Estimator estimator = new Estimator(stack, environment, prices);
    estimator.machines(MachinePrices.standard());
    List<PriceList.Item> uses = new ArrayList<>();
    for (PriceList.Item item : prices.items()) {
      if (item.fixed()) {
        estimator.fixed(item);
      } else if (!stack.of(item.type()).isEmpty()) {
        uses.add(item);
      }
    }
    estimator.gaps();
    return new Estimate(
        environment.name(), stack.regions(), estimator.lines, uses, estimator.unknown);
  }

  private void machines(MachinePrices machines) {
    List<ResourceView> skeletons = new ArrayList<>(stack.of(SKELETON));
    skeletons.sort(Comparator.comparing(ResourceView::urn));
    for (ResourceView skeleton : skeletons) {
      String type = skeleton.text("instanceType");
      String region = stack.region(skeleton);
      String what = type + " of fleet " + Inventory.tag(skeleton, "fleet");
      Optional<MachinePrices.Price> price = machines.of(region, type);
      if (price.isEmpty()) {
        unknown.add(what + ": no price of " + type + " in " + region);
        continue;
      }
      lines.add(
          new Line(
              "application",
              what,
              region,
              desired(skeleton),
              "hour",
              price.get().hourly(),
              price.get().asOf(),
              false));
    }
  }

  private long desired(ResourceView skeleton) {
    return environment
        .fleet(Inventory.tag(skeleton, "fleet"))
        .map(Fleet::capacity)
        .map(capacity -> (long) capacity.desired())
        .orElse(0L);
  }

  private void fixed(PriceList.Item item) {
    Map<String, Long> quantities = new TreeMap<>();
    for (ResourceView view : stack.of(item.type())) {
      quantities.merge(stack.region(view), quantity(item, view), Long::sum);
    }
    quantities.forEach(
        (region, quantity) -> {
          if (quantity > 0) {
            item.in(region)
                .ifPresentOrElse(
                    price ->
                        lines.add(
                            new Line(
                                item.group().name(),
                                item.what(),
                                region,
                                quantity,
                                item.unit(),
                                price.amount(),
                                item.group().asOf(),
                                price.fromMemory())),
                    () -> unknown.add(item.what() + ": no price in " + region));
          }
        });
  }

  /** How much of an item a resource brings along. */
  private long quantity(PriceList.Item item, ResourceView view) {
    return switch (item.what()) {
      case "GB of root volumes (gp3)" ->
          isGp3(view) ? desired(view) * Math.round(view.number(ROOT_VOLUME + "volumeSize")) : 0;
      case "machine watched every minute" -> view.flag("monitoring.enabled") ? desired(view) : 0;
      case "interface endpoint in a zone" ->
          view.text("vpcEndpointType").equals("Interface") ? view.list("subnetIds").size() : 0;
      case "public address, one a zone at least" ->
          view.flag("internal") ? 0 : view.list("subnets").size();
      case "rule of the web ACL" -> view.list("rules").size();
      case "alarm on a metric" -> Math.max(1, view.list("metricQueries").size());
      default -> !view.type().endsWith(INSTANCE) || isClass(view, item) ? 1 : 0;
    };
  }

  private static boolean isGp3(ResourceView skeleton) {
    return skeleton.text(ROOT_VOLUME + "volumeType").equals("gp3");
  }

  private static boolean isClass(ResourceView instance, PriceList.Item item) {
    return instance.text("instanceClass").equals(item.what());
  }

  /** What would otherwise be left out in silence. */
  private void gaps() {
    for (ResourceView instance : stack.of(INSTANCE)) {
      if (prices.items().stream().noneMatch(item -> isClass(instance, item))) {
        unknown.add(instance.name() + ": no price of " + instance.text("instanceClass"));
      }
    }
    for (ResourceView skeleton : stack.of(SKELETON)) {
      if (!isGp3(skeleton)) {
        unknown.add(skeleton.name() + ": no price of a root volume that is not gp3");
      }
    }
    TreeSet<String> types = new TreeSet<>();
    stack.aws().forEach(view -> types.add(view.type().substring("aws:".length())));
    types.removeIf(prices::knows);
    types.forEach(type -> unknown.add(type + ": nothing says how it is paid for"));
  }
}
