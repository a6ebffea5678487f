package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The steps themselves are told by the stories' command {@code outlook}. */
class OutlookTest {
  private static final Duration RETENTION = Duration.ofSeconds(20);

  @Test
  void boundsARolloutByAllPatienceForwardAndBack() {
    Duration forward = Duration.ofSeconds(90 + 60 + 30 + 60 + 8 + 20);
    Duration threeShifts = Duration.ofSeconds((2 * 40 + 6) * 3);
    Duration back = Duration.ofSeconds(3 * 40 + 20 + 2 * 60);
    assertThat(
            Outlook.bound(Scenarios.fleet(3, true, Scenarios.policy(false, RETENTION, 5, 50, 100))))
        .isEqualTo(forward.plus(threeShifts).plus(back));
  }

  @Test
  void allowsForTheLongestCommandTwiceInEveryStep() {
    Gate quick = new Gate.Command("quick", Duration.ofSeconds(2));
    Gate slow = new Gate.Command("slow", Duration.ofSeconds(7));
    Duration without = Outlook.bound(Scenarios.fleet(3, true, Scenarios.gated(true)));
    Duration with = Outlook.bound(Scenarios.fleet(3, true, Scenarios.gated(true, slow, quick)));
    assertThat(with.minus(without)).isEqualTo(Duration.ofSeconds(2 * 7 * 2));
  }
}
