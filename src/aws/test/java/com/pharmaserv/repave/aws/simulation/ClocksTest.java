package com.pharmaserv.repave.aws.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.model.End;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tool whose clock is not AWS's. */
class ClocksTest {
  private static final ImageBehaviour BAD = ImageBehaviour.GOOD.withErrors(0.1);

  private static AwsWorld world(int ahead) {
    return new AwsWorld(5, true, 2, AwsWorld.policy(true, 100), Duration.ofSeconds(ahead));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 29, -29})
  void aBadImageIsTakenBackWhateverTheToolsClockShows(int ahead) throws Exception {
    AwsWorld world = world(ahead);
    Scenario scenario = Scenario.running(world, true, BAD);

    Duration skew = world.ports().fleets().observe(world.fleet).skew();
    assertThat(skew.plusSeconds(ahead).abs())
        .as("%s against %s", skew, ahead)
        .isLessThanOrEqualTo(Duration.ofSeconds(2));
    scenario.roll();

    assertThat(scenario.end()).as("%s", scenario.story()).contains(End.Kind.ROLLED_BACK);
    assertThat(scenario.failed()).isEmpty();
  }

  @Test
  void aClockThatIsAMinuteOffRefusesTheRollout() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Scenario.running(world(60), true, ImageBehaviour.GOOD))
        .withMessageContaining("clocks-apart");
  }
}
