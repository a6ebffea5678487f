package com.pharmaserv.repave.aws.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.aws.twin.balancing.Traffic;
import com.pharmaserv.repave.model.End;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cloud that is slow to answer makes rollouts slow, and nothing else: a good image still gets
 * there, and a bad one loses its traffic within a bound.
 */
class SlowCallsTest {
  private static final ImageBehaviour BAD = ImageBehaviour.GOOD.withErrors(0.3);

  /**
   * From the first request that fails to the last: three minutes until CloudWatch has counted
   * enough, and what two looks and one change take if every call of theirs is slow.
   */
  private static final Duration EXPOSED_MAX = Duration.ofMinutes(10);

  @ParameterizedTest
  @ValueSource(longs = {50, 500, 1000, 2000, 4000})
  void promotesTheGoodAndTakesTheBadBack(long millis) {
    Scenario good = rolled(millis, ImageBehaviour.GOOD);
    assertThat(good.end()).as("%s", good.story()).contains(End.Kind.SUCCEEDED);
    assertThat(good.failed()).isEmpty();
    Scenario bad = rolled(millis, BAD);
    assertThat(bad.end()).as("%s", bad.story()).contains(End.Kind.ROLLED_BACK);
    assertThat(bad.failed()).isEmpty();
    Duration exposed = exposed(bad);
    System.out.printf(
        "calls of %d ms: good image done in %d min, bad one back in %d min; %d requests failed in %d s%n",
        millis, good.span().toMinutes(), bad.span().toMinutes(), lost(bad), exposed.toSeconds());
    assertThat(exposed).isLessThan(EXPOSED_MAX);
  }

  private static Scenario rolled(long millis, ImageBehaviour image) {
    Scenario scenario = Scenario.running(11, true, image);
    Duration latency = Duration.ofMillis(millis);
    scenario.world().cloud.latency(latency, latency);
    return scenario.rollUntil(Duration.ofHours(1), "");
  }

  private static long lost(Scenario scenario) {
    return scenario.world().world.failures().stream().mapToLong(Traffic.Failure::count).sum();
  }

  private static Duration exposed(Scenario scenario) {
    var failures = scenario.world().world.failures();
    assertThat(failures).isNotEmpty();
    Instant first = failures.get(0).at();
    return Duration.between(first, failures.get(failures.size() - 1).at());
  }
}
