package com.pharmaserv.repave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  /** The smallest failing worlds of bugs that were real ones had at most as many troubles. */
  private static final int FEW = 4;

  private static List<Integer> shrink(Predicate<List<Integer>> fails, int triesMax) {
    List<Integer> all = IntStream.rangeClosed(1, 40).boxed().toList();
    return new Shrinker<Integer>(
            list -> fails.test(list) ? Optional.of(list) : Optional.empty(), triesMax)
        .shrink(all);
  }

  @Test
  void findsTheOneElementThatFails() {
    assertThat(shrink(list -> list.contains(17), 100)).containsExactly(17);
  }

  @Test
  void findsElementsThatFailOnlyTogetherAndKeepsTheirOrder() {
    assertThat(shrink(list -> list.containsAll(List.of(3, 21, 40)), 200))
        .containsExactly(3, 21, 40);
  }

  @Test
  void leavesNothingWhenItFailsAnyway() {
    assertThat(shrink(list -> true, 100)).isEmpty();
  }

  @Test
  void returnsAllWhenNothingCanBeLeftOut() {
    assertThat(shrink(list -> list.size() == 40, 1000)).hasSize(40);
  }

  @Test
  void stopsAtItsBoundWithAListThatFails() {
    assertThat(shrink(list -> list.contains(17), 3)).hasSizeLessThan(40).contains(17);
  }

  @Test
  void goesOnFromAListThatTheTrialHasChanged() {
    Shrinker.Trial<Integer> halving =
        list ->
            list.isEmpty() ? Optional.empty() : Optional.of(list.stream().map(i -> i / 2).toList());
    assertThat(new Shrinker<>(halving, 100).shrink(List.of(8, 16, 32))).hasSize(1);
  }

  @Test
  void leavesFewTroublesInTheWorldsThatFindBugsWhichWereRealOnce() throws Exception {
    for (SeedCorpus.Entry entry : SeedCorpus.entries()) {
      RandomWorld world =
          new RandomWorld(entry.seed(), entry.bug().decider(), UnaryOperator.identity());
      RandomWorld.Result failed = world.play();
      assertThat(failed.broken())
          .as("the invariant that %s", entry)
          .isEqualTo(entry.bug().invariant());
      List<Trouble> few = world.shrunk(failed);
      assertThat(few).as("troubles of the world that %s", entry).hasSizeLessThanOrEqualTo(FEW);
      assertThat(world.play(few).broken()).isEqualTo(entry.bug().invariant());
    }
  }

  @Test
  void printsTheFewTroublesAndHowToSeeThemAgain() {
    RandomWorld world =
        new RandomWorld(2, PlantedBug.NEVER_WARM.decider(), UnaryOperator.identity());
    assertThat(world.explain())
        .contains("seed 2: [I6 at ", "these 0 do it:", "-Drepave.seed=2", "forward/warm-up");
  }
}
