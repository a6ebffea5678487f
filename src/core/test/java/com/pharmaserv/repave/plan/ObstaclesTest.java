package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people are told of others, and of clocks; the rest is told by stories. */
class ObstaclesTest {
  private final FleetView view = new FleetView(Facts.START, Optional.empty(), List.of());

  @Test
  void saysNothingOfAFleetThatIsLeftAlone() {
    assertThat(Obstacles.of(view)).isEmpty();
  }

  @Test
  void saysHowFarTheClocksAreApart() {
    assertThat(Obstacles.of(view.skewed(Duration.ofSeconds(30))))
        .containsExactly(Reason.of(ReasonCode.CLOCKS_DIFFER, Duration.ofSeconds(30), "ahead"));
    assertThat(Obstacles.of(view.skewed(Duration.ofSeconds(-31))))
        .containsExactly(
            Reason.of(
                ReasonCode.CLOCKS_APART, Duration.ofSeconds(31), "behind", Duration.ofSeconds(30)));
  }

  @Test
  void saysWhatOthersDid() {
    Obstacle way =
        new Obstacle(Obstacle.Kind.WAY_IN, "rule 7", Optional.empty(), Optional.of(Slot.BLUE));
    assertThat(Obstacles.of(view.with(List.of(way))))
        .containsExactly(Reason.of(ReasonCode.OTHER_WAY_IN, "rule 7"));
  }
}
