package com.pharmaserv.repave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.drawing.Drawing;
import com.pharmaserv.repave.drawing.Transition;
import com.pharmaserv.repave.drawing.Transitions;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.testing.Thorough;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Worlds, each from its own seed, ten thousand in the ring; those that have found something once go
 * first.
 */
@Tag(Thorough.TAG)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RandomSimulationTest {
  /** First seed and number of worlds; other ones by -Drepave.seeds.first and -Drepave.seeds. */
  private static final long FIRST = Long.getLong("repave.seeds.first", 1);

  private static final long WORLDS = Long.getLong("repave.seeds", Thorough.tries(2_000, 10_000));

  /** Failing worlds that are shrunk and told; the rest is only counted. */
  private static final int EXPLAINED_MAX = 3;

  /** What is kept of one world, so that ten thousand fit into memory. */
  private record Played(RandomWorld.Result result, List<Transition> arrows) {
    static Played of(long seed) {
      Transitions decider = new Transitions();
      RandomWorld.Result result =
          new RandomWorld(seed, decider, UnaryOperator.identity()).play().withoutStory();
      return new Played(result, List.copyOf(decider.taken()));
    }
  }

  @Test
  @Order(1)
  void survivesTheSeedsThatHaveFoundSomething() throws IOException {
    long[] seeds = SeedCorpus.entries().stream().mapToLong(SeedCorpus.Entry::seed).toArray();
    assertThat(explained(LongStream.of(seeds).mapToObj(Played::of).toList())).isEmpty();
  }

  @Test
  @Order(2)
  void neverBreaksAnInvariantAndAlwaysEnds(TestReporter reporter) throws IOException {
    List<Played> worlds =
        LongStream.range(FIRST, FIRST + WORLDS).parallel().mapToObj(Played::of).toList();
    assertThat(explained(worlds)).as("worlds that went wrong").isEmpty();
    Map<End.Kind, Long> ends =
        worlds.stream()
            .flatMap(w -> w.result().state().flatMap(RolloutState::end).stream())
            .collect(
                Collectors.groupingBy(
                    End::kind, () -> new EnumMap<>(End.Kind.class), Collectors.counting()));
    reporter.publishEntry("worlds", worlds.size() + " ended " + ends);
    // Worlds that all end the same way would show little.
    assertThat(ends.keySet()).containsExactlyInAnyOrder(End.Kind.values());
    assertThat(ends.values()).allMatch(count -> count > WORLDS / 50);
    assertThat(undrawn(worlds)).as("arrows that no story tells, each with a seed").isEmpty();
  }

  private static Map<Transition, Long> undrawn(List<Played> worlds) throws IOException {
    Map<Transition, Long> undrawn = new TreeMap<>();
    for (Played world : worlds) {
      for (Transition arrow : world.arrows()) {
        undrawn.putIfAbsent(arrow, world.result().seed());
      }
    }
    for (Transition arrow : List.copyOf(undrawn.keySet())) {
      if (Drawing.shows(arrow)) {
        undrawn.remove(arrow);
      }
    }
    return undrawn;
  }

  private static List<String> explained(List<Played> worlds) {
    List<Long> broken =
        worlds.stream()
            .map(Played::result)
            .filter(result -> !result.clean())
            .map(RandomWorld.Result::seed)
            .toList();
    List<String> told = new ArrayList<>();
    broken.stream()
        .limit(EXPLAINED_MAX)
        .map(seed -> new RandomWorld(seed).explain())
        .forEach(told::add);
    if (broken.size() > EXPLAINED_MAX) {
      told.add("%d worlds in all: seeds %s".formatted(broken.size(), broken));
    }
    return told;
  }

  @Test
  @Order(3)
  void playsTheSameWorldFromTheSameSeed() {
    assertThat(new RandomWorld(42).play()).isEqualTo(new RandomWorld(42).play());
  }

  @Test
  @Order(4)
  void playsTheSameWorldFromItsTroubles() {
    for (long seed = 1; seed <= 40; seed++) {
      RandomWorld world = new RandomWorld(seed);
      RandomWorld.Result played = world.play();
      assertThat(world.play(played.troubles())).as("seed %d", seed).isEqualTo(played);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "repave.seed", matches = "\\d+")
  void replaysOneSeed(TestReporter reporter) {
    RandomWorld world = new RandomWorld(Long.getLong("repave.seed", 1));
    RandomWorld.Result result = world.play();
    reporter.publishEntry("story", String.join("\n", result.story()));
    assertThat(result.clean()).as(result.clean() ? "" : world.explain()).isTrue();
  }
}
