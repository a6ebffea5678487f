package com.pharmaserv.repave.infra.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules stay where they are when fleets come and go. */
class PrioritiesTest {
  private static final int MANY = 2_000;

  @Test
  void aFleetsPriorityFollowsFromItsName() {
    Map<String, Integer> before = Priorities.of(List.of("app", "portal"));

    assertThat(Priorities.of(List.of("new", "portal", "other", "app")))
        .containsAllEntriesOf(before);
    assertThat(Priorities.of(List.of("portal"))).containsEntry("portal", before.get("portal"));
  }

  /** With so many, some names ask for the same place. */
  @Test
  void noTwoRulesShareOneAndAllAreAllowed() {
    List<String> fleets = IntStream.range(0, MANY).mapToObj(i -> "fleet-" + i).toList();

    TreeSet<Integer> rules = new TreeSet<>();
    for (int production : Priorities.of(fleets).values()) {
      rules.add(production);
      rules.add(production + 1);
    }

    assertThat(rules).hasSize(2 * MANY);
    assertThat(rules.first()).isGreaterThanOrEqualTo(1_000);
    assertThat(rules.last()).isLessThanOrEqualTo(50_000);
  }

  @Test
  void whoComesLaterGivesWay() {
    List<String> fleets = new ArrayList<>();
    IntStream.range(0, MANY).forEach(i -> fleets.add("fleet-" + i));
    Map<String, Integer> before = Priorities.of(fleets);
    fleets.add("late");

    assertThat(Priorities.of(fleets)).containsAllEntriesOf(before);
  }
}
