package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which images wait for a person's word, by what became of them before. */
class HoldsTest {
  private static final Span SPAN = Span.of(Facts.START, Duration.ofSeconds(30));

  private final Facts facts = Facts.withApproval();
  private final List<JournalRecord> records = new ArrayList<>();

  private void ended(End.Kind kind, Reason why) {
    Stage.Underway last = new Stage.Launching(Pace.of(SPAN), false);
    RolloutState state = facts.state.with(new Stage.Ended(last, new End(kind, why, Facts.START)));
    records.add(
        new JournalRecord(
            records.size() + 1,
            Facts.START,
            1,
            new JournalEntry.Decided(state, why, List.of()),
            "0".repeat(64)));
  }

  private boolean held() {
    return Holds.of(records).containsKey(Scenarios.NEW);
  }

  @Test
  void holdsWhatAPersonDidNotWant() {
    for (ReasonCode word :
        List.of(ReasonCode.ROLLED_BACK, ReasonCode.ABORTED, ReasonCode.REJECTED)) {
      records.clear();
      ended(End.Kind.ROLLED_BACK, Reason.of(word, "anna", ""));
      assertThat(held()).as(word.code()).isTrue();
    }
  }

  @Test
  void looksAtDecisionsOnly() {
    records.add(
        new JournalRecord(
            1, Facts.START, 1, new JournalEntry.Happened(1, Optional.empty()), "0".repeat(64)));
    assertThat(held()).isFalse();
  }

  @Test
  void holdsWhatLostItsMachinesUnderTraffic() {
    ended(End.Kind.ROLLED_BACK, Reason.of(ReasonCode.MACHINES_LACKING, 0, 50, 2));
    assertThat(held()).isTrue();
  }

  @Test
  void triesAgainWhatFailedForOtherReasons() {
    ended(End.Kind.FAILED_CLEAN, Reason.of(ReasonCode.NOT_PINNED));
    assertThat(held()).isFalse();
  }

  @Test
  void letsGoOfWhatSucceededSince() {
    ended(End.Kind.ROLLED_BACK, Reason.of(ReasonCode.ROLLED_BACK, "anna", ""));
    ended(End.Kind.SUCCEEDED, Reason.of(ReasonCode.CARRIES_THE_FLEET, "app-g0003"));
    assertThat(held()).isFalse();
  }

  @Test
  void holdsNothingElse() {
    ended(End.Kind.ROLLED_BACK, Reason.of(ReasonCode.ROLLED_BACK, "anna", ""));
    assertThat(Holds.of(records)).doesNotContainKey(Scenarios.OLD);
  }

  @Test
  void letsGoOfWhatAPersonReleasedSince() {
    ended(End.Kind.ROLLED_BACK, Reason.of(ReasonCode.ROLLED_BACK, "anna", ""));
    said(new JournalEntry.Released("bert", "proven elsewhere", Facts.START));
    assertThat(held()).isFalse();
    ended(End.Kind.ROLLED_BACK, Reason.of(ReasonCode.ROLLED_BACK, "anna", "again"));
    assertThat(held()).as("once more").isTrue();
  }

  @Test
  void aHoldOfTheFleetHoldsNoImage() {
    said(new JournalEntry.Held(new Hold("anna", "audit", Facts.START, Optional.empty())));
    assertThat(held()).isFalse();
  }

  private void said(JournalEntry word) {
    records.add(new JournalRecord(records.size() + 1, Facts.START, 1, word, "0".repeat(64)));
  }
}
