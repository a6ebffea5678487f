package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.operation.RepairRoute.Repaired;
import com.pharmaserv.repave.operation.RepairRoute.Result;
import com.pharmaserv.repave.sim.Meddling;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A route that somebody changed is put back to what the journal says. */
class RepairRouteTest {
  private final SimPlace sim = SimPlace.running();

  private RepairRoute route() {
    return new RepairRoute(sim.place().provider(), sim.fleet(), SimPlace.ANNA, sim.narrator());
  }

  private void put(Weights weights) {
    new Meddling.WeightsPut(weights).happen(sim.world());
  }

  private List<ReasonCode> audited() throws Exception {
    return new AuditFleets(finding -> {})
        .audit(List.of(sim.place())).findings().stream().map(f -> f.why().code()).toList();
  }

  @Test
  void givesTrafficBackThatSomebodyPutOnAnEmptySlot() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    put(new Weights(100, 0));
    assertThat(audited()).containsExactly(ReasonCode.WEIGHT_ON_EMPTY_SLOT);

    Repaired repaired = route().repair();

    assertThat(repaired.result()).isEqualTo(Result.REPAIRED);
    assertThat(repaired.outcome()).isEqualTo(Outcome.DONE);
    assertThat(sim.world().weights()).isEqualTo(new Weights(0, 100));
    assertThat(audited()).isEmpty();
    assertThat(sim.world().invariants().violations()).isEmpty();
  }

  @Test
  void saysInAPlanWhatItWouldDoAndDoesNothing() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    put(Weights.NONE);
    int records = sim.records();

    Repaired plan = route().plan();

    assertThat(plan.plan()).isTrue();
    assertThat(plan.why().code()).isEqualTo(ReasonCode.WILL_REPAIR);
    assertThat(sim.world().weights()).isEqualTo(Weights.NONE);
    assertThat(sim.records()).isEqualTo(records);
  }

  @Test
  void leavesARouteAloneThatIsWhole() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    assertThat(route().repair().result()).isEqualTo(Result.WHOLE);
  }

  @Test
  void leavesTheRouteOfAnOpenRolloutToIt() throws Exception {
    sim.abandoned(NEW);
    Repaired refused = route().repair();
    assertThat(refused.why().code()).isEqualTo(ReasonCode.ROLLOUT_OPEN);
    assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void doesNotGuessWhereNoJournalSaysWhatIsActive() throws Exception {
    put(new Weights(0, 100));
    assertThat(route().repair().why().code()).isEqualTo(ReasonCode.NOTHING_TO_ROUTE_TO);
    assertThat(sim.world().weights()).isEqualTo(new Weights(0, 100));
  }
}
