package com.pharmaserv.repave.infra.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.infra.cost.Estimate.Line;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Estimates as people and programs read them. */
public final class CostReport {
  private static final String HEAD =
      """
      # What an environment costs

      List prices in US dollars, on demand, for a month of %s hours, without taxes, discounts and free tiers. The \
      resources are counted in a run of every stack. Machines are not in a stack: their number is each fleet's \
      `desired` capacity in `environments/`, their type and volumes are the skeleton's. A rollout runs two generations \
      side by side for a while; `repave roll --plan` says what that costs, and it is not in these sums.

      Generated from `prices.txt` next to `PriceList` and from the rollout tool's `machines.txt`, which say how they are \
      renewed. Do not edit: `make golden` writes it again. \\* marks prices that are from memory and could not be verified.
      """;

  /** The same line ends on every machine. */
  private static final DefaultPrettyPrinter PRINTER =
      new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

  private CostReport() {}

  /** A page about all environments. */
  public static String markdown(List<Estimate> estimates) {
    StringBuilder text = new StringBuilder(HEAD.formatted(Estimate.HOURS));
    text.append("\n| a month | ").append(names(estimates)).append(" |\n| --- |");
    text.append(" ---: |".repeat(estimates.size())).append('\n');
    TreeSet<String> groups = new TreeSet<>();
    estimates.forEach(each -> groups.addAll(each.groups().keySet()));
    estimates.forEach(each -> each.uses().forEach(item -> groups.add(item.group().name())));
    for (String group : groups) {
      row(text, group, estimates.stream().map(each -> sum(each, group)).toList());
    }
    row(text, "**all**", estimates.stream().map(e -> "**" + amount(e.total()) + "**").toList());
    row(text, "of it from memory", estimates.stream().map(e -> amount(e.fromMemory())).toList());
    estimates.forEach(each -> environment(text, each));
    uses(text, estimates);
    return text.toString();
  }

  private static String sum(Estimate estimate, String group) {
    BigDecimal sum = estimate.groups().get(group);
    return sum == null ? "by use" : amount(sum);
  }

  private static String names(List<Estimate> estimates) {
    return estimates.stream().map(Estimate::environment).collect(Collectors.joining(" | "));
  }

  private static void row(StringBuilder text, String head, Collection<String> cells) {
    text.append("| ").append(head).append(" | ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void environment(StringBuilder text, Estimate estimate) {
    text.append("\n## ").append(estimate.environment());
    text.append("\n\n| | what | where | number | price | prices of | a month |\n");
    text.append("| --- | --- | --- | ---: | ---: | --- | ---: |\n");
    estimate
        .groups()
        .forEach(
            (group, sum) -> {
              for (Line line : estimate.lines()) {
                if (line.group().equals(group)) {
                  row(text, group, cells(line));
                }
              }
              text.append("| **").append(group).append("** | | | | | | **");
              text.append(amount(sum)).append("** |\n");
            });
    text.append("| **all** | | | | | | **").append(amount(estimate.total())).append("** |\n");
    estimate.unknown().forEach(each -> text.append("\nNot in the sum: ").append(each).append('.'));
  }

  private static List<String> cells(Line line) {
    return List.of(
        line.what(),
        line.region(),
        String.valueOf(line.quantity()),
        line.price().toPlainString() + (line.fromMemory() ? "\\*" : "") + per(line.unit()),
        line.asOf().toString(),
        amount(line.monthly()));
  }

  private static void uses(StringBuilder text, List<Estimate> estimates) {
    TreeSet<String> regions = new TreeSet<>();
    estimates.forEach(each -> regions.addAll(each.regions()));
    List<PriceList.Item> uses =
        estimates.stream().flatMap(e -> e.uses().stream()).distinct().toList();
    text.append("\n## What depends on use\n\nNot estimated: nobody knows how much before it runs.");
    text.append(" An empty price is not in the file.\n\n| | what | for each | ");
    text.append(String.join(" | ", regions)).append(" |\n| --- | --- | --- |");
    text.append(" ---: |".repeat(regions.size())).append('\n');
    for (PriceList.Item item : uses) {
      text.append("| ").append(item.group().name()).append(" | ").append(item.what());
      text.append(" | ").append(item.unit()).append(" |");
      for (String region : regions) {
        text.append(' ').append(unitPrice(item, region)).append(" |");
      }
      text.append('\n');
    }
    text.append("\n## Where the prices are from\n\n");
    PriceList.standard().items().stream()
        .map(PriceList.Item::group)
        .distinct()
        .forEach(
            group ->
                text.append("- ")
                    .append(group.name() + ", " + group.asOf() + ": " + group.source() + "\n"));
  }

  private static String unitPrice(PriceList.Item item, String region) {
    return item.in(region)
        .map(price -> price.amount().toPlainString() + (price.fromMemory() ? "\\*" : ""))
        .orElse("");
  }

  /** One environment for the terminal. */
  public static String text(Estimate estimate) {
    StringBuilder text = new StringBuilder();
    Map<String, BigDecimal> groups = estimate.groups();
    for (Line line : estimate.lines()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-12s %-42s %-13s %5d x %8s%s %-9s %10s\n",
              line.group(),
              line.what(),
              line.region(),
              line.quantity(),
              line.price().toPlainString(),
              line.fromMemory() ? "*" : " ",
              per(line.unit()).strip(),
              amount(line.monthly())));
    }
    groups.forEach(
        (name, sum) -> text.append(String.format(Locale.ROOT, "\n%-12s%95s", name, amount(sum))));
    text.append(
        String.format(
            Locale.ROOT,
            "\n%-12s%95s US dollars a month, at list prices of %s and later\n",
            estimate.environment(),
            amount(estimate.total()),
            oldest(estimate)));
    text.append("* from memory: ").append(amount(estimate.fromMemory())).append(" of it\n");
    estimate.unknown().forEach(each -> text.append("not in the sum: ").append(each).append('\n'));
    text.append("not estimated, because it depends on use: ");
    text.append(
        estimate.uses().stream().map(PriceList.Item::what).collect(Collectors.joining("; ")));
    return text.append('\n').toString();
  }

  private static String oldest(Estimate estimate) {
    return estimate.lines().stream()
        .map(Line::asOf)
        .min(LocalDate::compareTo)
        .map(LocalDate::toString)
        .orElse("no day");
  }

  /** One environment for programs. */
  public static String json(Estimate estimate) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("environment", estimate.environment()).put("currency", "USD");
    root.put("hours", Estimate.HOURS).put("total", estimate.total());
    root.put("fromMemory", estimate.fromMemory());
    ObjectNode groups = root.putObject("groups");
    estimate.groups().forEach(groups::put);
    ArrayNode lines = root.putArray("lines");
    for (Line line : estimate.lines()) {
      ObjectNode node = lines.addObject();
      node.put("group", line.group()).put("what", line.what()).put("region", line.region());
      node.put("quantity", line.quantity()).put("unit", line.unit()).put("price", line.price());
      node.put("asOf", line.asOf().toString()).put("fromMemory", line.fromMemory());
      node.put("monthly", line.monthly());
    }
    ArrayNode uses = root.putArray("notEstimated");
    for (PriceList.Item item : estimate.uses()) {
      ObjectNode node = uses.addObject();
      node.put("group", item.group().name()).put("what", item.what()).put("unit", item.unit());
      ObjectNode prices = node.putObject("prices");
      for (String region : estimate.regions()) {
        item.in(region).ifPresent(price -> prices.put(region, price.amount()));
      }
    }
    ArrayNode unknown = root.putArray("unknown");
    estimate.unknown().forEach(unknown::add);
    try {
      return mapper.writer(PRINTER).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of text and numbers is always JSON", e);
    }
  }

  private static String per(String unit) {
    return unit.equals("hour") ? " an hour" : " a " + unit;
  }

  private static String amount(BigDecimal amount) {
    return String.format(Locale.ROOT, "%,.2f", amount);
  }
}
