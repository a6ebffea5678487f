package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.operation.AuditFleets.Audit;
import com.pharmaserv.repave.operation.AuditFleets.Finding;
import com.pharmaserv.repave.operation.SweepFleets.Sweep;
import com.pharmaserv.repave.plan.Drift;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a sweep leaves alone and what it finishes, and what an audit says of the same. */
class JanitorTest {
  private final SimPlace sim = SimPlace.running();
  private final List<Swept> told = new ArrayList<>();

  private Sweep sweep(boolean plan) throws Exception {
    return new SweepFleets(SimPlace.ANNA, sim.narrator(), plan, told::add)
        .sweep(List.of(sim.place()));
  }

  private Audit audit() throws Exception {
    return new AuditFleets(finding -> {}).audit(List.of(sim.place()));
  }

  private List<Drift.Kind> kinds() throws Exception {
    return audit().findings().stream().map(Finding::kind).toList();
  }

  @Test
  void findsNothingWhereAllIsWell() throws Exception {
    sim.rolled(NEW, Until.RETIRED);

    assertThat(sweep(false).swept()).isEmpty();
    assertThat(audit().findings()).isEmpty();
    assertThat(audit().outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void finishesWhatNobodyDrives() throws Exception {
    sim.abandoned(NEW);
    assertThat(kinds()).contains(Drift.Kind.ROLLOUT);

    Sweep sweep = sweep(false);

    assertThat(sweep.swept())
        .hasSize(2)
        .hasAtLeastOneElementOfType(Swept.Unfinished.class)
        .hasAtLeastOneElementOfType(Standing.class);
    assertThat(((Standing) sweep.swept().get(1)).end().map(Standing.Ended::kind))
        .contains(End.Kind.SUCCEEDED);
    assertThat(told).isEqualTo(sweep.swept());
    assertThat(audit().findings()).isEmpty();
  }

  @Test
  void tellsOnlyWhatWouldBeDoneForAPlan() throws Exception {
    sim.abandoned(NEW);
    int records = sim.records();

    assertThat(sweep(true).swept()).singleElement().isInstanceOf(Swept.Unfinished.class);

    assertThat(sim.records()).isEqualTo(records);
  }

  @Test
  void leavesARolloutAloneThatSomebodyDrives() throws Exception {
    sim.abandoned(NEW);
    try (Pilot bert = sim.bert()) {
      assertThat(bert.latest()).isPresent();
      assertThat(sweep(false).swept()).isEmpty();
      assertThat(kinds()).doesNotContain(Drift.Kind.ROLLOUT);
    }
  }

  @Test
  void leavesARetainedGenerationAloneUntilItsTimeIsOver() throws Exception {
    sim.rolled(NEW, Until.PROMOTED);
    assertThat(sweep(false).swept()).singleElement().isInstanceOf(Swept.Retained.class);
    assertThat(audit().findings()).isEmpty();

    sim.world().advance(Duration.ofMinutes(10));
    assertThat(kinds()).containsExactly(Drift.Kind.ROLLOUT);
    assertThat(sweep(false).outcome()).isEqualTo(Outcome.DONE);
    assertThat(audit().findings()).isEmpty();
  }

  @Test
  void findsGenerationsOfFleetsThatNoFileDescribes() throws Exception {
    Audit audit = new AuditFleets(finding -> {}).audit(List.of(sim.place(List.of())));

    assertThat(audit.findings()).extracting(Finding::kind).containsExactly(Drift.Kind.ORPHAN);
    assertThat(audit.outcome()).isEqualTo(Outcome.FAILED);
  }
}
