package com.pharmaserv.repave.infra.repave;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * An environment's turn in a rotation that is fanned out, as far as its file decides it.
 *
 * @param environment its name
 * @param recipes of its fleets' images, each once
 * @param role that the rollout tool takes for it, by its ARN
 * @param atATime most fleets that are rolled at a time, from 1 to {@link #AT_A_TIME_MAX}
 * @param stopAfter failures after which no other fleet begins, at least 1
 * @param retention the longest that a fleet's previous generation is kept warm
 */
public record Wave(
    String environment,
    List<String> recipes,
    String role,
    int atATime,
    int stopAfter,
    Duration retention) {
  /** Step Functions developer guide, "Map state processing modes": inline, up to 40 at a time. */
  public static final int AT_A_TIME_MAX = 40;

  public Wave {
    recipes = List.copyOf(recipes);
  }

  /** The turn of an environment on AWS. */
  public static Wave of(Environment environment) {
    return new Wave(
        environment.name(),
        environment.fleets().stream().map(Fleet::image).distinct().sorted().toList(),
        role(environment),
        atATime(environment),
        environment.upkeep().stopAfter(),
        environment.fleets().stream()
            .map(fleet -> fleet.policy().bounds().retention())
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO));
  }

  private static String role(Environment environment) {
    Environment.Aws aws = environment.aws().orElseThrow();
    return aws.role()
        .orElse(
            "arn:aws:iam::%s:role/repave-%s-rollout".formatted(aws.account(), environment.name()));
  }

  /**
   * So many that whichever fleets these are, they have no more than the policy's share of the
   * machines; one may always be rolled.
   */
  private static int atATime(Environment environment) {
    List<Integer> largestFirst =
        environment.fleets().stream()
            .map(fleet -> fleet.capacity().desired())
            .sorted(Comparator.reverseOrder())
            .toList();
    int machines = largestFirst.stream().mapToInt(Integer::intValue).sum();
    int most = machines * environment.upkeep().sharePercent() / 100;
    int fleets = 0;
    int moving = 0;
    for (int fleet : largestFirst) {
      moving += fleet;
      if (moving > most) {
        break;
      }
      fleets++;
    }
    return Math.max(1, Math.min(fleets, Math.min(environment.upkeep().fleets(), AT_A_TIME_MAX)));
  }
}
