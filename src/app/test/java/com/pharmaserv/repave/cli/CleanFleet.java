package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Drift;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must be true of a fleet when a rollout has ended, however it got there. */
final class CleanFleet {
  private CleanFleet() {}

  /**
   * Fails unless the latest rollout ended that way and left one whole generation with all traffic.
   *
   * @return the generation that carries the fleet
   */
  static Generation check(RealProject real, End.Kind expected) throws Exception {
    List<JournalRecord> records = real.records();
    RolloutState state = real.latest().orElseThrow();
    assertThat(state.end().map(End::kind)).as(state.toString()).contains(expected);
    assertThat(state.undo()).as("undo record").isEmpty();
    assertThat(openIntents(records)).as("intents without an outcome").isEmpty();

    Fleet fleet = real.fleet();
    FleetView view = real.provider().observe(fleet);
    assertThat(view.generations()).as("generations that are left").hasSize(1);
    Generation generation = view.generations().get(0);
    assertThat(generation.id()).isEqualTo(state.active().orElseThrow().generation());
    assertThat(generation.desired()).isEqualTo(RealProject.MACHINES);
    assertThat(generation.serving()).isEqualTo(RealProject.MACHINES);
    assertThat(view.route().orElseThrow().weights())
        .isEqualTo(Weights.of(generation.slot().orElseThrow(), 100));
    // A fleet that alternates between two images runs the older of them half of the time.
    assertThat(Drift.of(fleet, view, Optional.of(state), real.provider().list()))
        .filteredOn(finding -> finding.kind() != Drift.Kind.IMAGE)
        .as("drift")
        .isEmpty();
    return generation;
  }

  private static Set<Long> openIntents(List<JournalRecord> records) {
    Set<Long> open = new HashSet<>();
    for (JournalRecord record : records) {
      JournalEntry entry = record.entry();
      if (entry instanceof Intended) {
        open.add(record.number());
      } else if (entry instanceof Happened happened) {
        assertThat(open.remove(happened.intent())).as("intent of %s", record).isTrue();
      }
    }
    return open;
  }
}
