package com.pharmaserv.repave.aws.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.testing.Thorough;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole rollouts through the provider, each ending clean whatever befalls one of its calls. */
@Tag(Thorough.TAG)
class AwsRolloutTest {
  /** Not every place in the test command. */
  private static final int EVERY = 5;

  private static final ImageBehaviour GOOD = ImageBehaviour.GOOD;
  private static final ImageBehaviour FAILING = GOOD.withErrors(0.3);
  private static final ImageBehaviour SICK = GOOD.failingChecks();

  @Test
  void rollsAGoodImageForward() {
    ends(End.Kind.SUCCEEDED, Scenario.running(1, true, GOOD).roll());
  }

  @Test
  void rollsBackFromAnImageThatAnswersWithErrors() {
    ends(End.Kind.ROLLED_BACK, Scenario.running(2, true, FAILING).roll());
  }

  @Test
  void abortsAnImageThatNeverBecomesHealthy() {
    ends(End.Kind.FAILED_CLEAN, Scenario.running(3, true, SICK).roll());
  }

  @Test
  void rollsAFleetWithoutARoute() {
    ends(End.Kind.SUCCEEDED, Scenario.running(4, false, GOOD).roll());
  }

  @Test
  void survivesACrashBeforeAndAfterEveryEffect() {
    crashes(GOOD, Scenario.EFFECTS, true);
    crashes(GOOD, Scenario.EFFECTS, false);
    crashes(FAILING, Scenario.EFFECTS, false);
  }

  @Test
  void survivesACrashAfterEveryJournalRecord() {
    crashes(GOOD, Scenario.RECORDS, false);
  }

  @Test
  void survivesALostAnswerAtEveryEffect() {
    losses(true, GOOD, Scenario.EFFECTS);
    losses(true, FAILING, Scenario.EFFECTS);
    losses(false, GOOD, Scenario.EFFECTS);
  }

  @Test
  void survivesALostAnswerAtEveryJournalRecord() {
    losses(true, GOOD, Scenario.RECORDS);
  }

  private static void crashes(ImageBehaviour next, Predicate<Call> kind, boolean before) {
    int places = places(true, next, kind).size();
    List<String> broken =
        Thorough.places(places, EVERY)
            .parallel()
            .mapToObj(
                place -> {
                  Scenario scenario = Scenario.running(7, true, next);
                  scenario.rollCrashingAt(place, kind, before);
                  return unclean("crash " + (before ? "before " : "after ") + place, scenario);
                })
            .flatMap(List::stream)
            .toList();
    assertThat(broken).isEmpty();
    System.out.println("aws rollout: survived " + places + " crashes");
  }

  private static void losses(boolean routed, ImageBehaviour next, Predicate<Call> kind) {
    List<String> places = places(routed, next, kind);
    List<String> broken =
        Thorough.places(places.size(), EVERY)
            .parallel()
            .mapToObj(
                place -> {
                  int i = place - 1;
                  String operation = places.get(i);
                  int skip = Collections.frequency(places.subList(0, i), operation);
                  Scenario scenario = Scenario.running(7, routed, next);
                  scenario.rollLosingTheAnswerOf(operation, skip);
                  return unclean("lost answer of " + operation + " after " + skip, scenario);
                })
            .flatMap(List::stream)
            .toList();
    assertThat(broken).isEmpty();
    System.out.println("aws rollout: survived " + places.size() + " lost answers");
  }

  private static List<String> unclean(String what, Scenario scenario) {
    List<String> wrong = new ArrayList<>(scenario.failed());
    if (scenario.end().isEmpty()) {
      wrong.add(0, "it did not end");
    }
    if (!wrong.isEmpty()) {
      wrong.addAll(scenario.story());
    }
    return wrong.stream().map(problem -> what + ": " + problem).toList();
  }

  private static List<String> places(boolean routed, ImageBehaviour next, Predicate<Call> kind) {
    Scenario counting = Scenario.running(7, routed, next).rollCounting(kind);
    clean("undisturbed", counting);
    assertThat(counting.seen()).as("places").isNotEmpty();
    return counting.seen();
  }

  private static void ends(End.Kind kind, Scenario scenario) {
    clean(kind.toString(), scenario);
    assertThat(scenario.end()).contains(kind);
  }

  private static void clean(String what, Scenario scenario) {
    assertThat(unclean(what, scenario)).isEmpty();
  }
}
