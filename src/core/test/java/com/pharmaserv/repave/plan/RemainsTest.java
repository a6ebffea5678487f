package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.simulation.Scenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Deletions of which nobody knows that they were done. */
class RemainsTest {
  private static final GenerationId ONE = new GenerationId(Scenarios.FLEET, 1);
  private static final RolloutId ROLLOUT = new RolloutId(Scenarios.FLEET, 2);
  private static final Intended DELETION = new Intended(ROLLOUT, new RetireGeneration(ONE));
  private static final Failure UNKNOWN = new Failure(Failure.Kind.UNKNOWN_OUTCOME, "died");

  private final Facts facts = Facts.routed();
  private final List<JournalRecord> records = new ArrayList<>();

  private long append(JournalEntry entry) {
    long number = records.size() + 1L;
    records.add(new JournalRecord(number, Facts.START, 1, entry, "0".repeat(64)));
    return number;
  }

  private List<Intended> remains(Generation... there) {
    FleetView view = new FleetView(Facts.START, Optional.empty(), List.of(there));
    return Remains.of(records, view);
  }

  @Test
  void knowsADeletionWithoutAnOutcome() {
    append(DELETION);
    assertThat(remains()).containsExactly(DELETION);
  }

  @Test
  void knowsADeletionThatFailed() {
    append(new Happened(append(DELETION), Optional.of(UNKNOWN)));
    assertThat(remains()).containsExactly(DELETION);
  }

  @Test
  void isDoneWithADeletionThatWasDoneInTheEnd() {
    append(new Happened(append(DELETION), Optional.of(UNKNOWN)));
    append(new Happened(append(DELETION), Optional.empty()));
    assertThat(remains()).isEmpty();
  }

  @Test
  void leavesTheDeletionsOfAnOpenRolloutToIt() {
    append(new Happened(append(DELETION), Optional.of(UNKNOWN)));
    append(new Decided(facts.state, facts.last.why(), List.of()));
    assertThat(remains()).isEmpty();
  }

  /** Somebody gave it traffic, and it was kept: what is there is not what is left. */
  @Test
  void leavesAGenerationAloneThatIsThere() {
    append(new Happened(append(DELETION), Optional.of(UNKNOWN)));
    Generation active = facts.view().generations().get(0);
    assertThat(active.id()).isEqualTo(ONE);
    assertThat(remains(active)).isEmpty();
  }

  @Test
  void looksAtDeletionsOnly() {
    append(new Intended(ROLLOUT, new Resize(ONE, 0)));
    assertThat(remains()).isEmpty();
  }
}
