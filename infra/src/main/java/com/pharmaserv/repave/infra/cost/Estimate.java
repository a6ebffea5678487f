package com.pharmaserv.repave.infra.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stack costs in a month of {@value #HOURS} hours.
 *
 * @param lines what it costs by existing, used or not
 * @param uses what depends on use, which is not estimated
 * @param unknown what the price list does not tell, in words; not in the total
 */
public record Estimate(
    String environment,
    List<String> regions,
    List<Line> lines,
    List<PriceList.Item> uses,
    List<String> unknown) {
  /** As AWS's own calculator has it: a year's 8,760 hours by twelve. */
  static final int HOURS = 730;

  private static final int CENTS = 2;

  public Estimate {
    regions = List.copyOf(regions);
    lines = List.copyOf(lines);
    uses = List.copyOf(uses);
    unknown = List.copyOf(unknown);
  }

  /**
   * Equal things in one region.
   *
   * @param unit what the price is for: {@code hour} or {@code month}
   * @param price of one, in US dollars
   * @param asOf when that was the list price
   */
  public record Line(
      String group,
      String what,
      String region,
      long quantity,
      String unit,
      BigDecimal price,
      LocalDate asOf,
      boolean fromMemory) {

    /** US dollars a month, in cents. */
    public BigDecimal monthly() {
      return price
          .multiply(BigDecimal.valueOf(quantity))
          .multiply(BigDecimal.valueOf(unit.equals("hour") ? HOURS : 1))
          .setScale(CENTS, RoundingMode.HALF_UP);
    }
  }

  public BigDecimal total() {
    return sum(lines);
  }

  /** What each group costs, in the price list's order. */
  public Map<String, BigDecimal> groups() {
    Map<String, BigDecimal> groups = new LinkedHashMap<>();
    lines.forEach(line -> groups.merge(line.group(), line.monthly(), BigDecimal::add));
    return groups;
  }

  /** How much of the total rests on prices that nobody has looked up. */
  public BigDecimal fromMemory() {
    return sum(lines.stream().filter(Line::fromMemory).toList());
  }

  private static BigDecimal sum(List<Line> lines) {
    return lines.stream()
        .map(Line::monthly)
        .reduce(BigDecimal.ZERO.setScale(CENTS), BigDecimal::add);
  }
}
