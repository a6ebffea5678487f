package com.pharmaserv.repave.aws.headroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.price.MachinePrices;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {
  private final MachinePrices prices = MachinePrices.standard();

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
}
