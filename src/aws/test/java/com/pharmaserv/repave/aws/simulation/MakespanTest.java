package com.pharmaserv.repave.aws.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.testing.Thorough;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long it takes to roll many fleets, some of them at a time, under AWS's published rates. No
 * schedule is shorter than as many rounds as there must be, each as long as a rollout that is
 * alone.
 */
@Tag(Thorough.ONLY)
class MakespanTest {
  private static final int FLEETS = Integer.getInteger("repave.aws.fleets", 24);
  private static final int AT_A_TIME = Integer.getInteger("repave.aws.fleets.at-a-time", 8);
  private static final double OVER_BOUND_MAX = 1.15;

  @Test
  void takesHardlyLongerThanItMust() throws Exception {
    ManyFleets one = new ManyFleets(1);
    one.roll(AwsWorld.OLD);
    one.roll(AwsWorld.NEW);
    Duration alone = one.makespan();
    Duration bound = alone.multipliedBy((FLEETS + AT_A_TIME - 1) / AT_A_TIME);
    System.out.printf(
        Locale.ROOT,
        "%s fleets, %s at a time; one alone %s s, bound %s s%n",
        FLEETS,
        AT_A_TIME,
        alone.toSeconds(),
        bound.toSeconds());
    System.out.println(
        "processes  makespan s  over bound  calls/fleet  throttled  heap MiB  own s");
    for (int processes : new int[] {1, 2}) {
      long began = System.nanoTime();
      ManyFleets many = new ManyFleets(FLEETS, processes);
      many.roll(AwsWorld.OLD);
      assertThat(many.roll(AwsWorld.NEW, AT_A_TIME))
          .hasSize(FLEETS)
          .containsOnly(End.Kind.SUCCEEDED);
      double over = (double) many.makespan().toMillis() / bound.toMillis();
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          Locale.ROOT,
          "%9s  %10s  %10.3f  %11.1f  %9s  %8s  %5s%n",
          processes,
          many.makespan().toSeconds(),
          over,
          (double) many.calls().size() / FLEETS,
          many.throttled().size(),
          (runtime.totalMemory() - runtime.freeMemory()) >> 20,
          (System.nanoTime() - began) / 1_000_000_000L);
      assertThat(over).as("%s processes", processes).isLessThanOrEqualTo(OVER_BOUND_MAX);
    }
  }
}
