package com.pharmaserv.repave.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachinePricesTest {
  private final MachinePrices prices = MachinePrices.standard();

  @Test
  void pricesFollowTheSize() {
    assertThat(hourly("us-east-1", "m6i.large")).isEqualByComparingTo("0.096");
    assertThat(hourly("us-east-1", "m6i.xlarge")).isEqualByComparingTo("0.192");
    assertThat(hourly("us-east-1", "m6i.16xlarge")).isEqualByComparingTo("3.072");
    assertThat(hourly("us-east-1", "t3.nano")).isEqualByComparingTo("0.0052");
    assertThat(hourly("us-east-1", "m7g.medium")).isEqualByComparingTo("0.0408");
    assertThat(hourly("us-east-1", "m7i-flex.large")).isEqualByComparingTo("0.09576");
    assertThat(hourly("eu-central-1", "t3.medium")).isEqualByComparingTo("0.048");
  }

  @Test
  void knowsNoPriceOfWhatIsNotInItsFile() {
    assertThat(prices.of("us-east-1", "m6i.metal")).isEmpty();
    assertThat(prices.of("us-east-1", "p5.48xlarge")).isEmpty();
    assertThat(prices.of("ap-south-1", "m6i.large")).isEmpty();
    assertThat(prices.of("us-east-1", "nonsense")).isEmpty();
  }

  @Test
  void refusesAFileThatItCannotRead() {
    assertThatThrownBy(() -> MachinePrices.parse(List.of("m5 0.1")))
        .hasMessageContaining("'m5 0.1'");
    assertThatThrownBy(
            () -> MachinePrices.parse(List.of("region r as-of 2026-01-01", "m5 0.1", "m5 0.2")))
        .hasMessageContaining("two prices of m5 in r");
  }

  private BigDecimal hourly(String region, String type) {
    return prices.of(region, type).orElseThrow().hourly();
  }
}
