package com.pharmaserv.repave.infra.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code prices.txt} next to this class: how each type of resource is paid for, and its
 * prices.
 *
 * @param items in the order of the file
 * @param free types that cost nothing, such as {@code kms/alias:Alias}
 */
record PriceList(List<Item> items, Set<String> free) {
  private static final String FILE = "prices.txt";
  private static final Pattern GROUP =
      Pattern.compile("group ([a-z]+) as-of (\\d{4}-\\d{2}-\\d{2}): (.+)");
  private static final Pattern ITEM =
      Pattern.compile("(fixed|usage) (\\S+) \\| ([^|]+) \\| ([^|]+) \\|(.*)");
  private static final Pattern PRICE =
      Pattern.compile("([a-z]+(?:-[a-z]+-\\d)?) (\\d+\\.\\d+)( from memory)?");
  private static final Pattern FREE = Pattern.compile("free (\\S+(?: \\S+)*)");
  private static final String OTHERS = "elsewhere";

  PriceList {
    items = List.copyOf(items);
    free = Set.copyOf(free);
  }

  /**
   * What belongs together on a bill.
   *
   * @param asOf when its prices were list prices
   * @param source where they are published
   */
  record Group(String name, LocalDate asOf, String source) {}

  /**
   * A price for one unit in one region, in US dollars.
   *
   * @param fromMemory whether nobody has looked it up
   */
  record Price(BigDecimal amount, boolean fromMemory) {}

  /**
   * Something that is paid for.
   *
   * @param fixed whether it costs by existing; otherwise it costs by use
   * @param type of the resources that bring it along
   * @param what it is, for people, and which quantity is meant
   * @param unit of the quantity; of a fixed item {@code hour} or {@code month}
   */
  record Item(
      Group group,
      boolean fixed,
      String type,
      String what,
      String unit,
      Map<String, Price> prices) {
    Item {
      prices = Map.copyOf(prices);
      if (fixed && !unit.equals("hour") && !unit.equals("month")) {
        throw new IllegalArgumentException(
            FILE + ": '" + what + "' is fixed by '" + unit + "'; give it by hour or month");
      }
    }

    /** Empty where the file has none. */
    Optional<Price> in(String region) {
      return Optional.ofNullable(prices.get(region))
          .or(() -> Optional.ofNullable(prices.get(OTHERS)));
    }
  }

  /** The prices that come with this program. */
  static PriceList standard() {
    try (InputStream file = PriceList.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is not beside the program; build it again");
      }
      return parse(
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " could not be read", e);
    }
  }

  static PriceList parse(List<String> lines) {
    List<Item> items = new ArrayList<>();
    Set<String> free = new HashSet<>();
    Optional<Group> group = Optional.empty();
    for (String line : lines) {
      Matcher head = GROUP.matcher(line);
      Matcher item = ITEM.matcher(line);
      Matcher types = FREE.matcher(line);
      if (head.matches()) {
        group =
            Optional.of(new Group(head.group(1), LocalDate.parse(head.group(2)), head.group(3)));
      } else if (item.matches() && group.isPresent()) {
        items.add(
            new Item(
                group.get(),
                item.group(1).equals("fixed"),
                item.group(2),
                item.group(3),
                item.group(4),
                prices(item.group(5).trim(), line)));
      } else if (types.matches()) {
        free.addAll(List.of(types.group(1).split(" ")));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IllegalArgumentException(
            FILE + " has '" + line + "'; its head says how lines are written");
      }
    }
    items.stream()
        .filter(item -> free.contains(item.type()))
        .findFirst()
        .ifPresent(
            item -> {
              throw new IllegalArgumentException(
                  FILE + " has a price of " + item.type() + " and calls it free");
            });
    return new PriceList(items, free);
  }

  private static Map<String, Price> prices(String text, String line) {
    Map<String, Price> prices = new TreeMap<>();
    if (text.isEmpty()) {
      return prices;
    }
    for (String each : text.split(", ", -1)) {
      Matcher matcher = PRICE.matcher(each);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            FILE
                + " has the price '"
                + each
                + "' in '"
                + line
                + "'; its head says how to write it");
      }
      boolean fromMemory = matcher.group(3) != null;
      Price price = new Price(new BigDecimal(matcher.group(2)), fromMemory);
      if (prices.put(matcher.group(1), price) != null) {
        throw new IllegalArgumentException(
            FILE + " has two prices in " + matcher.group(1) + " in '" + line + "'");
      }
    }
    return prices;
  }

  /** Whether the file says how resources of a type are paid for. */
  boolean knows(String type) {
    return free.contains(type) || items.stream().anyMatch(item -> item.type().equals(type));
  }
}
