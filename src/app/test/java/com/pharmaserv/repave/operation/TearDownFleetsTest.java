package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static com.pharmaserv.repave.operation.SimPlace.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.TornDown;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.operation.TearDownFleets.Fall;
import com.pharmaserv.repave.operation.TearDownFleets.Result;
import com.pharmaserv.repave.operation.TearDownFleets.Teardown;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A fleet is taken down on a person's word, whole, and can be had again. */
class TearDownFleetsTest {
  private final SimPlace sim = SimPlace.running();
  private final List<Fall> told = new ArrayList<>();

  private TearDownFleets down() {
    return new TearDownFleets(SimPlace.ANNA, sim.narrator(), told::add);
  }

  private Teardown tornDown() throws Exception {
    return down().tearDown(sim.provider(), List.of(sim.fleet()), "the quarter is over");
  }

  private RolloutState latest() {
    return sim.latest().orElseThrow();
  }

  private List<ReasonCode> audited() throws Exception {
    return new AuditFleets(finding -> {})
        .audit(List.of(sim.place())).findings().stream().map(f -> f.why().code()).toList();
  }

  @Test
  void takesAwayTrafficAndMachinesAndGroups() throws Exception {
    sim.rolled(NEW, Until.RETIRED);

    Teardown answer = tornDown();

    assertThat(answer.falls()).extracting(Fall::result).containsExactly(Result.TORN_DOWN);
    assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
    assertThat(told).isEqualTo(answer.falls());
    assertThat(sim.world().weights()).isEqualTo(Weights.NONE);
    assertThat(sim.provider().fleets().observe(sim.fleet()).generations()).isEmpty();
    assertThat(latest().tornDown().map(TornDown::why))
        .contains(Reason.of(ReasonCode.TORN_DOWN, "anna", "the quarter is over"));
    assertThat(latest().active()).isEmpty();
    assertThat(audited()).isEmpty();
    assertThat(sim.world().invariants().violations()).isEmpty();
  }

  @Test
  void findsNothingTheSecondTime() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    tornDown();
    int records = sim.records();

    assertThat(tornDown().falls()).extracting(Fall::result).containsExactly(Result.GONE);
    assertThat(sim.records()).isEqualTo(records);
  }

  @Test
  void saysInAPlanWhatItWouldDoAndDoesNothing() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    int records = sim.records();

    Teardown plan = down().plan(sim.provider(), List.of(sim.fleet()));

    assertThat(plan.plan()).isTrue();
    assertThat(plan.falls())
        .extracting(Fall::why)
        .containsExactly(Reason.of(ReasonCode.WILL_TEAR_DOWN, 1, 2));
    assertThat(sim.records()).isEqualTo(records);
    assertThat(sim.world().weights()).isEqualTo(new Weights(0, 100));
  }

  @Test
  void leavesAnOpenRolloutToWhoeverBeganIt() throws Exception {
    sim.abandoned(NEW);
    Teardown answer = tornDown();
    assertThat(answer.falls())
        .extracting(fall -> fall.why().code())
        .containsExactly(ReasonCode.ROLLOUT_OPEN);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
  }

  /** The journal was lost, or the machines are somebody else's. */
  @Test
  void takesNothingDownThatNoJournalKnows() throws Exception {
    assertThat(tornDown().falls())
        .extracting(fall -> fall.why().code())
        .containsExactly(ReasonCode.NOT_IN_THE_JOURNAL);
    assertThat(sim.world().weights()).isEqualTo(new Weights(100, 0));
  }

  @Test
  void isNotRolledAgainByItself() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    tornDown();

    Rolls rolls =
        sim.roll()
            .roll(new RollFleet.Request(sim.image(OLD), false, "nightly", false, Until.RETIRED));

    assertThat(rolls.rolls()).singleElement().isInstanceOf(FleetRoll.Held.class);
    assertThat(sim.provider().fleets().observe(sim.fleet()).generations()).isEmpty();
  }

  @Test
  void isThereAgainOnceAPersonNamesAnImage() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    tornDown();

    sim.rolled(NEW, Until.RETIRED);

    assertThat(latest().active()).isPresent();
    assertThat(sim.world().weights().share(latest().to().slot().orElseThrow())).isEqualTo(100);
    assertThat(audited()).isEmpty();
    assertThat(sim.world().invariants().violations()).isEmpty();
  }
}
