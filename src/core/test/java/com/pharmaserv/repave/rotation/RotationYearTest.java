package com.pharmaserv.repave.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Years of 200 fleets under the decider, and under deciders with a fault each. */
class RotationYearTest {
  private static final int YEARS = Integer.getInteger("repave.years", 200);

  /** Seeds in which every planted bug has a chance to show. */
  private static final int BUG_SEEDS = 6;

  @Test
  void keepsThePolicyInEveryYear() {
    List<Year.Result> years =
        LongStream.range(0, YEARS)
            .parallel()
            .mapToObj(seed -> Year.play(seed, YearBug.NONE))
            .toList();

    for (int seed = 0; seed < years.size(); seed++) {
      assertThat(years.get(seed).violations()).as("year %s", seed).isEmpty();
    }
    // Years in which nothing happened would prove nothing.
    assertThat(years).allMatch(year -> year.rollouts() > 1_000 && year.kept() > 1_000);
    Map<String, Integer> missed = new TreeMap<>();
    years.forEach(year -> year.missed().forEach((why, n) -> missed.merge(why, n, Integer::sum)));
    System.out.printf(
        "%s years, %s rollouts, %s deadlines kept, missed: %s%n",
        YEARS,
        years.stream().mapToInt(Year.Result::rollouts).sum(),
        years.stream().mapToInt(Year.Result::kept).sum(),
        missed);
  }

  @ParameterizedTest
  @EnumSource(value = YearBug.class, mode = Mode.EXCLUDE, names = "NONE")
  void noticesEachPlantedBug(YearBug bug) {
    assertThat(
            IntStream.range(0, BUG_SEEDS)
                .mapToObj(seed -> Year.play(seed, bug))
                .anyMatch(year -> !year.violations().isEmpty()))
        .isTrue();
  }
}
