package com.pharmaserv.repave.aws.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.Faults;
import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.testing.Thorough;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Rollouts in accounts where everything follows from one seed: image, faults, crashes, people. */
@Tag(Thorough.TAG)
class AwsRandomTest {
  /** Number of accounts; another one by -Drepave.aws.seeds. */
  private static final long SEEDS = Long.getLong("repave.aws.seeds", Thorough.tries(12, 48));

  /** How long things go wrong. */
  private static final Duration TROUBLE = Duration.ofMinutes(12);

  @Test
  void neverBreaksAnInvariantAndAlwaysEnds() {
    Map<String, Long> ends = new TreeMap<>();
    List<String> broken =
        LongStream.range(1, SEEDS + 1)
            .parallel()
            .mapToObj(AwsRandomTest::play)
            .peek(
                scenario -> {
                  synchronized (ends) {
                    ends.merge(
                        scenario.end().map(End.Kind::toString).orElse("none"), 1L, Long::sum);
                  }
                })
            .filter(scenario -> !scenario.failed().isEmpty())
            .map(Scenario::explained)
            .toList();
    System.out.println("aws simulation: " + SEEDS + " accounts ended " + ends);
    assertThat(broken).isEmpty();
    assertThat(ends).as("every kind of end was seen").hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  @EnabledIfSystemProperty(named = "repave.aws.seed", matches = "\\d+")
  void replaysOneSeed() {
    Scenario scenario = play(Long.getLong("repave.aws.seed"));
    scenario.story().forEach(System.out::println);
    assertThat(scenario.failed()).isEmpty();
  }

  private static Scenario play(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean routed = random.nextInt(5) != 0;
    Scenario scenario = Scenario.running(seed, routed, image(random));
    Faults faults = scenario.world().cloud.faults();
    Map<Fault, Double> most = new EnumMap<>(Fault.class);
    most.put(Fault.THROTTLED, 0.06);
    most.put(Fault.SERVER_ERROR, 0.03);
    most.put(Fault.LOST_RESPONSE, 0.04);
    most.put(Fault.STALE_READ, 0.15);
    most.forEach((fault, share) -> faults.rate(fault, random.nextDouble() * share));
    Nature nature = new Nature(scenario.world(), random.split());
    nature.unleash(TROUBLE);
    scenario.crashAtRandom(random.split(), random.nextDouble() * 0.02);
    return scenario.rollUntil(TROUBLE, "-Drepave.aws.seed=" + seed);
  }

  private static ImageBehaviour image(SplittableRandom random) {
    ImageBehaviour good = ImageBehaviour.GOOD;
    return switch (random.nextInt(8)) {
      case 0 -> good.notBooting();
      case 1 -> good.failingChecks();
      case 2 -> good.withErrors(0.3);
      case 3 -> good.withRefused(0.5);
      default -> good.withStartUp(Duration.ofSeconds(5 + random.nextInt(40)));
    };
  }
}
