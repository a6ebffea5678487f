package com.pharmaserv.repave.aws.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.testing.Thorough;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What rollouts cost in calls, and that many of them at once stay below what AWS publishes: ELBv2
 * 10 Describe calls a second with bursts of 40, which the double enforces.
 */
@Tag(Thorough.TAG)
class AwsCallsTest {
  /** Most fleets at once; the benchmark has 100, and 200 end, too. */
  private static final int FLEETS = Integer.getInteger("repave.aws.fleets", Thorough.tries(12, 25));

  @Test
  void looksAtManyFleetsWithFewerCallsForEach() throws Exception {
    StringBuilder table = new StringBuilder("calls for each rollout:\n");
    table.append("fleets  groups  rules  health  scaling  changes  ELB peak/s  minutes\n");
    List<Double> groups = new ArrayList<>();
    List<Double> rules = new ArrayList<>();
    List<Double> health = new ArrayList<>();
    for (int count : new int[] {1, FLEETS / 3, FLEETS}) {
      ManyFleets many = new ManyFleets(count);
      assertThat(many.roll(AwsWorld.OLD)).hasSize(count).containsOnly(End.Kind.SUCCEEDED);
      assertThat(many.roll(AwsWorld.NEW)).hasSize(count).containsOnly(End.Kind.SUCCEEDED);
      assertThat(many.throttled()).as("refused for their rate").isEmpty();
      groups.add(many.perFleet("DescribeAutoScalingGroups"));
      rules.add(many.perFleet("DescribeRules", "DescribeListeners"));
      health.add(many.perFleet("DescribeTargetHealth"));
      double scaling = many.perFleet("DescribePolicies", "DescribeScheduledActions");
      double changes = many.calls().stream().filter(c -> c.mutating()).count() / (double) count;
      table.append(
          String.format(
              Locale.ROOT,
              "%6d  %6.1f  %5.1f  %6.1f  %7.1f  %7.1f  %10.1f  %7d%n",
              count,
              groups.get(groups.size() - 1),
              rules.get(rules.size() - 1),
              health.get(health.size() - 1),
              scaling,
              changes,
              many.peakPerSecond("elasticloadbalancing"),
              many.span().toMinutes()));
    }
    System.out.print(table);
    // Not less and less: what has to take turns waits longer, and looks while it waits.
    for (List<Double> each : List.of(groups, rules)) {
      assertThat(each.subList(1, each.size()))
          .allSatisfy(n -> assertThat(n).isLessThan(each.get(0)));
    }
    assertThat(health.get(2)).as("target health, many against one").isLessThan(health.get(0));
  }
}
