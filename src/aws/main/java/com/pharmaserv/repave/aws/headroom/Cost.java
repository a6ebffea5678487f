package com.pharmaserv.repave.aws.headroom;

import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.port.Headroom.Line;
import com.pharmaserv.repave.price.MachinePrices;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** What it costs that two generations run at the same time. */
final class Cost {
  private static final String WHAT = "cost of the overlap";
  private static final int CENTS = 2;

  private Cost() {}

  /**
   * How long two generations run side by side if all goes well: every step's soak, and the time
   * that the previous one is kept. Starting and verifying add some minutes.
   */
  static Duration overlap(Policy policy) {
    return policy
        .soak()
        .multipliedBy(policy.steps().size() - 1L)
        .plus(policy.finalSoak())
        .plus(policy.bounds().retention());
  }

  /** Money never stops a rollout, so this is always enough. */
  static Line line(MachinePrices prices, String region, Kind kind, int machines, Policy policy) {
    Optional<MachinePrices.Price> price = prices.of(region, kind.type());
    Duration overlap = overlap(policy);
    String who = machines + " machines of " + kind.type() + " for about " + text(overlap);
    if (price.isEmpty()) {
      return new Line(
          WHAT, who + "; the price of " + kind.type() + " in " + region + " is unknown", true);
    }
    BigDecimal hours =
        BigDecimal.valueOf(overlap.toSeconds())
            .divide(BigDecimal.valueOf(Duration.ofHours(1).toSeconds()), MathContext.DECIMAL64);
    BigDecimal dollars =
        price
            .get()
            .hourly()
            .multiply(BigDecimal.valueOf(machines))
            .multiply(hours)
            .setScale(CENTS, RoundingMode.HALF_UP);
    return new Line(
        WHAT,
        "%s US dollars: %s at %s an hour (list price of %s)"
            .formatted(
                dollars.toPlainString(),
                who,
                price.get().hourly().stripTrailingZeros().toPlainString(),
                price.get().asOf()),
        true);
  }

  private static String text(Duration span) {
    long minutes = span.toMinutes();
    if (minutes == 0) {
      return span.toSeconds() + " s";
    }
    return (span.toHours() > 0 ? span.toHours() + " h " : "") + span.toMinutesPart() + " min";
  }
}
