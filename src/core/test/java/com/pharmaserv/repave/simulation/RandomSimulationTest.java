package com.pharmaserv.repave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.RolloutState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Ten thousand worlds, each from its own seed. */
class RandomSimulationTest {
  /** First seed and number of worlds; other ones by -Drepave.seeds.first and -Drepave.seeds. */
  private static final long FIRST = Long.getLong("repave.seeds.first", 1);

  private static final long WORLDS = Long.getLong("repave.seeds", 10_000);

  @Test
  void neverBreaksAnInvariantAndAlwaysEnds(TestReporter reporter) {
    List<RandomWorld.Result> results =
        LongStream.range(FIRST, FIRST + WORLDS)
            .parallel()
            .mapToObj(seed -> new RandomWorld(seed).play())
            .toList();
    List<String> broken =
        results.stream()
            .filter(result -> !result.clean())
            .map(RandomWorld.Result::explain)
            .limit(10)
            .toList();
    assertThat(broken).as("worlds that went wrong").isEmpty();
    Map<End.Kind, Long> ends =
        results.stream()
            .flatMap(r -> r.state().flatMap(RolloutState::end).stream())
            .collect(
                Collectors.groupingBy(
                    End::kind, () -> new EnumMap<>(End.Kind.class), Collectors.counting()));
    reporter.publishEntry("worlds", results.size() + " ended " + ends);
    System.out.println("random simulation: " + results.size() + " worlds ended " + ends);
    // Worlds that all end the same way would show little.
    assertThat(ends.keySet()).containsExactlyInAnyOrder(End.Kind.values());
    assertThat(ends.values()).allMatch(count -> count > WORLDS / 50);
  }

  @Test
  void playsTheSameWorldFromTheSameSeed() {
    assertThat(new RandomWorld(42).play()).isEqualTo(new RandomWorld(42).play());
  }

  @Test
  @EnabledIfSystemProperty(named = "repave.seed", matches = "\\d+")
  void replaysOneSeed(TestReporter reporter) {
    RandomWorld.Result result = new RandomWorld(Long.getLong("repave.seed", 1)).play();
    reporter.publishEntry("story", String.join("\n", result.story()));
    assertThat(result.clean()).as(result.explain()).isTrue();
  }
}
