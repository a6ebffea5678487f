package com.pharmaserv.repave.aws.headroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Policy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricesTest {
  private final Prices prices = Prices.standard();

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
  void anUnknownPriceIsSaidAndStopsNothing() {
    Policy policy =
        new Policy(
            List.of(100),
            Duration.ZERO,
            Duration.ofSeconds(30),
            80,
            false,
            List.of(),
            Policy.Bounds.DEFAULT);
    var line = Cost.line(prices, "us-east-1", new Kind("p5.48xlarge", 192, VcpuQuota.P), 2, policy);

    assertThat(line.enough()).isTrue();
    assertThat(line.detail())
        .isEqualTo(
            "2 machines of p5.48xlarge for about 1 h 0 min; the price of p5.48xlarge in us-east-1"
                + " is unknown");
  }

  @Test
  void refusesAFileThatItCannotRead() {
    assertThatThrownBy(() -> Prices.parse(List.of("m5 0.1"))).hasMessageContaining("'m5 0.1'");
    assertThatThrownBy(() -> Prices.parse(List.of("region r as-of 2026-01-01", "m5 0.1", "m5 0.2")))
        .hasMessageContaining("two prices of m5 in r");
  }

  @Test
  void everyTypeCountsAgainstTheQuotaOfItsLetter() {
    assertThat(VcpuQuota.of("m6i.large")).contains(VcpuQuota.STANDARD);
    assertThat(VcpuQuota.of("t4g.nano")).contains(VcpuQuota.STANDARD);
    assertThat(VcpuQuota.of("inf2.xlarge")).contains(VcpuQuota.INF);
    assertThat(VcpuQuota.of("trn1.2xlarge")).contains(VcpuQuota.TRN);
    assertThat(VcpuQuota.of("hpc7a.12xlarge")).contains(VcpuQuota.HPC);
    assertThat(VcpuQuota.of("h1.2xlarge")).contains(VcpuQuota.STANDARD);
    assertThat(VcpuQuota.of("g5.xlarge")).contains(VcpuQuota.G_AND_VT);
    assertThat(VcpuQuota.of("x2idn.16xlarge")).contains(VcpuQuota.X);
    assertThat(VcpuQuota.of("u-6tb1.metal")).contains(VcpuQuota.HIGH_MEMORY);
    assertThat(VcpuQuota.of("mac2.metal")).isEmpty();
  }

  private BigDecimal hourly(String region, String type) {
    return prices.of(region, type).orElseThrow().hourly();
  }
}
