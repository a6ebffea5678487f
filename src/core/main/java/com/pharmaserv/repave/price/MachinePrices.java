package com.pharmaserv.repave.price;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * List prices of machines by region and type, from {@code machines.txt} next to this class: AWS's
 * price list is a file of gigabytes, and the tool must not need more rights to tell roughly what a
 * rollout or an environment costs.
 */
public final class MachinePrices {
  private static final String FILE = "machines.txt";
  private static final Pattern REGION =
      Pattern.compile("region ([a-z0-9 -]+) as-of (\\d{4}-\\d{2}-\\d{2})");
  private static final Pattern FAMILY = Pattern.compile("([a-z0-9-]+) (\\d+\\.\\d+)");
  private static final Pattern TYPE =
      Pattern.compile("([a-z0-9-]+)\\.(nano|micro|small|medium|large|(\\d*)xlarge)");

  /** How many of a size make a large one. */
  private static final Map<String, Integer> SMALLER =
      Map.of("nano", 16, "micro", 8, "small", 4, "medium", 2, "large", 1);

  private final Map<String, Price> larges;

  private MachinePrices(Map<String, Price> larges) {
    this.larges = Map.copyOf(larges);
  }

  /**
   * What one machine costs.
   *
   * @param hourly US dollars an hour
   * @param asOf when that was the list price
   */
  public record Price(BigDecimal hourly, LocalDate asOf) {}

  /** The prices that come with the tool. */
  public static MachinePrices standard() {
    try (InputStream file = MachinePrices.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the tool's jar; build it again");
      }
      return parse(
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " could not be read from the tool's jar", e);
    }
  }

  static MachinePrices parse(List<String> lines) {
    Map<String, Price> larges = new HashMap<>();
    List<String> regions = new ArrayList<>();
    LocalDate asOf = LocalDate.MIN;
    for (String line : lines) {
      Matcher region = REGION.matcher(line);
      Matcher family = FAMILY.matcher(line);
      if (region.matches()) {
        regions = List.of(region.group(1).split(" "));
        asOf = LocalDate.parse(region.group(2));
      } else if (family.matches() && !regions.isEmpty()) {
        Price price = new Price(new BigDecimal(family.group(2)), asOf);
        for (String each : regions) {
          if (larges.put(key(each, family.group(1)), price) != null) {
            throw new IllegalArgumentException(
                FILE + " has two prices of " + family.group(1) + " in " + each);
          }
        }
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IllegalArgumentException(
            FILE + " has '" + line + "', which is neither a region nor a family with its price");
      }
    }
    return new MachinePrices(larges);
  }

  /** Empty for a type or a region that the file does not have. */
  public Optional<Price> of(String region, String type) {
    Matcher matcher = TYPE.matcher(type);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(larges.get(key(region, matcher.group(1))))
        .map(large -> new Price(sized(large.hourly(), matcher), large.asOf()));
  }

  private static BigDecimal sized(BigDecimal large, Matcher type) {
    Integer smaller = SMALLER.get(type.group(2));
    if (smaller != null) {
      return large.divide(BigDecimal.valueOf(smaller), MathContext.DECIMAL64);
    }
    String times = type.group(3);
    return large.multiply(BigDecimal.valueOf(times.isEmpty() ? 2 : 2 * Long.parseLong(times)));
  }

  private static String key(String region, String family) {
    return region + "/" + family;
  }
}
