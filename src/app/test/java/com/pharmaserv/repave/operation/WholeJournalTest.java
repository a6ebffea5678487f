package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Journal.JournalException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever only looks sees as well that a journal was lost or replaced by an older copy. */
class WholeJournalTest {
  private final SimPlace sim = SimPlace.running();

  @BeforeEach
  void roll() throws Exception {
    sim.rolled(SimPlace.NEW, Until.RETIRED);
  }

  @Test
  void statusTellsThatTheJournalLacksWhatTheProviderActedOn() throws Exception {
    ShowFleets.Status lost = ShowFleets.show(List.of(sim.place(sim.forgetful())));
    assertThat(lost.fleets().get(0).problem().orElse(""))
        .contains("record 1 is missing", "the provider has acted on", "restore a copy");
    assertThat(lost.outcome()).isEqualTo(Outcome.FAILED);
    ShowFleets.Status whole = ShowFleets.show(List.of(sim.place()));
    assertThat(whole.fleets().get(0).problem()).isEmpty();
  }

  @Test
  void auditRefusesToJudgeByIt() {
    AuditFleets audit = new AuditFleets(finding -> {});
    assertThatThrownBy(() -> audit.audit(List.of(sim.place(sim.forgetful()))))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("the provider has acted on");
    assertThatCode(() -> new AuditFleets(finding -> {}).audit(List.of(sim.place())))
        .doesNotThrowAnyException();
  }

  /** A rollout that is under way acts between the two reads. */
  @Test
  void aJournalThatOnlyWasReadEarlierIsNoLoss() throws Exception {
    Journal earlier = sim.freshJournal();
    assertThat(earlier.records()).isNotEmpty();
    sim.rolled(SimPlace.OLD, Until.RETIRED);
    var view = sim.provider().fleets().observe(sim.fleet());
    assertThat(earlier.lacks(view.acted().orElseThrow())).isPresent();
    assertThatCode(() -> WholeJournal.require(sim.provider(), sim.fleet(), earlier, view))
        .doesNotThrowAnyException();
  }
}
