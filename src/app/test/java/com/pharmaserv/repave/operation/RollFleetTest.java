package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static com.pharmaserv.repave.operation.SimPlace.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.port.Headroom;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rolling one fleet, in the simulated cloud. */
class RollFleetTest {
  private static final Headroom.Line TOO_LITTLE = new Headroom.Line("vCPU quota", "2 of 4", false);

  private final SimPlace sim = SimPlace.running();

  private static Standing standing(FleetRoll roll) {
    return (Standing) roll;
  }

  @Test
  void finishesTheOpenRolloutBeforeTheOneAskedFor() throws Exception {
    sim.abandoned(NEW);

    Rolls rolls = sim.rolled(OLD, Until.RETIRED);

    assertThat(rolls.outcome()).isEqualTo(Outcome.DONE);
    assertThat(rolls.rolls()).hasSize(2);
    assertThat(standing(rolls.rolls().get(0)).image()).isEqualTo(NEW);
    assertThat(standing(rolls.rolls().get(0)).end().map(Standing.Ended::kind))
        .contains(End.Kind.SUCCEEDED);
    assertThat(standing(rolls.rolls().get(1)).image()).isEqualTo(OLD);
    assertThat(sim.notes()).anyMatch(note -> note.startsWith("Going on with app-r"));
    assertThat(sim.told()).as("told as they came").isEqualTo(rolls.rolls());
  }

  @Test
  void letsAWarmGenerationGoEarlyWhenTheNextRolloutBegins() throws Exception {
    Rolls promoted = sim.rolled(NEW, Until.PROMOTED);
    Instant until = standing(promoted.rolls().get(0)).retainedUntil().orElseThrow();

    Rolls next = sim.rolled(OLD, Until.PROMOTED);

    assertThat(standing(next.rolls().get(0)).end().orElseThrow().at()).isBefore(until);
  }

  @Test
  void hasNothingToDoWhereTheImageRunsAlready() throws Exception {
    Rolls rolls = sim.rolled(OLD, Until.RETIRED);

    assertThat(rolls.outcome()).isEqualTo(Outcome.DONE);
    assertThat(rolls.rolls()).singleElement().isInstanceOf(FleetRoll.Idle.class);
  }

  @Test
  void refusesABlockedImage() throws Exception {
    sim.provider().images().block(NEW, "CVE-2026-1234", "anna");

    Rolls rolls = sim.rolled(NEW, Until.RETIRED);

    assertThat(rolls.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(rolls.rolls()).singleElement().isInstanceOf(FleetRoll.Refused.class);
  }

  @Test
  void refusesAnImageThatIsNotReleased() throws Exception {
    SimPlace production = SimPlace.asking(Channel.PRODUCTION);
    Rolls rolls = production.rolled(NEW, Until.RETIRED);
    assertThat(rolls.outcome()).isEqualTo(Outcome.FAILED);
    FleetRoll.Refused refused = (FleetRoll.Refused) rolls.rolls().get(0);
    assertThat(refused.why().code()).isEqualTo(ReasonCode.IMAGE_NOT_RELEASED);
    assertThat(production.roll().plan(production.image(NEW), true, false).rolls())
        .containsExactly(refused);
    assertThat(production.records()).as("nothing began").isZero();

    production.world().release(NEW, Channel.PRODUCTION);
    assertThat(production.rolled(NEW, Until.RETIRED).outcome()).isEqualTo(Outcome.DONE);
  }

  /** The way back asks for no channel: the previous generation is there already. */
  @Test
  void goesBackToAnImageThatWasTakenBack() throws Exception {
    SimPlace production = SimPlace.asking(Channel.PRODUCTION);
    production.world().release(NEW, Channel.PRODUCTION);
    production.rolled(NEW, Until.PROMOTED);
    production.world().release(OLD, Channel.CANDIDATE);
    new SteerRollout(
            production.provider(),
            production.fleet(),
            SimPlace.DISKS,
            SimPlace.ANNA,
            production.narrator())
        .say(Word.ROLLBACK, "too slow");
    assertThat(production.latest().orElseThrow().active().orElseThrow().image()).isEqualTo(OLD);
    assertThat(production.world().invariants().violations()).isEmpty();
  }

  @Test
  void leavesAnImageToAPersonThatAPersonTookBack() throws Exception {
    sim.rolled(NEW, Until.PROMOTED);
    new SteerRollout(sim.provider(), sim.fleet(), SimPlace.DISKS, SimPlace.ANNA, sim.narrator())
        .say(Word.ROLLBACK, "too slow");

    Rolls unnamed =
        sim.roll()
            .roll(new RollFleet.Request(sim.image(NEW), false, "nightly", false, Until.RETIRED));

    assertThat(unnamed.outcome()).isEqualTo(Outcome.WAITING);
    FleetRoll.Held held = (FleetRoll.Held) unnamed.rolls().get(0);
    assertThat(held.why().code()).isEqualTo(ReasonCode.IMAGE_HELD);
    assertThat(held.why().also()).extracting(Reason::code).contains(ReasonCode.ROLLED_BACK);
    assertThat(sim.roll().plan(sim.image(NEW), false, false).rolls()).containsExactly(held);
    AuditFleets.Audit audit = new AuditFleets(finding -> {}).audit(List.of(sim.place()));
    assertThat(audit.findings()).as("nobody is told to roll it").isEmpty();

    assertThat(sim.rolled(NEW, Until.RETIRED).outcome()).as("named").isEqualTo(Outcome.DONE);
    assertThat(sim.roll().plan(sim.image(NEW), false, false).rolls())
        .singleElement()
        .isInstanceOf(FleetRoll.Idle.class);
  }

  @Test
  void returnsWhereAPersonMustDecide() throws Exception {
    SimPlace asking = SimPlace.with(Scenarios.policy(true, Duration.ZERO, 100));

    Rolls rolls = asking.rolled(NEW, Until.APPROVAL);

    assertThat(rolls.outcome()).isEqualTo(Outcome.WAITING);
    FleetStatus status = ShowFleets.show(List.of(asking.place())).fleets().get(0);
    assertThat(status.why().map(Reason::code)).contains(ReasonCode.APPROVAL_AWAITED);
    Steered approved =
        new SteerRollout(
                asking.provider(), asking.fleet(), SimPlace.DISKS, SimPlace.ANNA, asking.narrator())
            .say(Word.APPROVE, "reviewed");
    assertThat(approved.outcome()).isEqualTo(Outcome.DONE);
    assertThat(sim.rolled(NEW, Until.APPROVAL).outcome())
        .as("nobody is asked")
        .isEqualTo(Outcome.DONE);
  }

  @Test
  void beginsNothingWithoutRoomForASecondGeneration() throws Exception {
    sim.room(TOO_LITTLE);

    Rolls rolls = sim.rolled(NEW, Until.RETIRED);

    assertThat(rolls.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(rolls.rolls()).singleElement().isInstanceOf(FleetRoll.NoRoom.class);
    assertThat(sim.notes()).containsExactly("sim-eu/app  vCPU quota: 2 of 4 (too little)");
    assertThat(sim.records()).isZero();
  }

  @Test
  void changesNothingForAPlan() throws Exception {
    FleetView before = sim.world().view();

    Rolls plan = sim.roll().plan(sim.image(NEW), true, false);

    assertThat(plan.plan()).isTrue();
    assertThat(plan.rolls()).singleElement().isInstanceOf(FleetRoll.Planned.class);
    assertThat(sim.world().view().generations()).isEqualTo(before.generations());
    assertThat(sim.records()).isZero();
  }

  @Test
  void plansARefusalWhereASecondGenerationDoesNotFit() throws Exception {
    sim.room(TOO_LITTLE);

    Rolls plan = sim.roll().plan(sim.image(NEW), true, false);

    assertThat(plan.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(((FleetRoll.Planned) plan.rolls().get(0)).fits()).isFalse();
  }

  @Test
  void plansAfterTheOpenRollout() throws Exception {
    sim.abandoned(NEW);

    Rolls plan = sim.roll().plan(sim.image(OLD), true, false);

    FleetRoll.PlannedAfter after = (FleetRoll.PlannedAfter) plan.rolls().get(0);
    assertThat(after.first().image()).isEqualTo(NEW);
    assertThat(after.image()).isEqualTo(OLD);
  }

  @Test
  void saysWhoHoldsTheFleetInAPlanAsWell() throws Exception {
    try (Pilot bert = sim.bert()) {
      assertThat(bert.latest()).isEmpty();
      assertThatThrownBy(() -> sim.roll().plan(sim.image(NEW), true, false))
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageContaining(SimPlace.BERT.holder());
      assertThatThrownBy(() -> sim.rolled(NEW, Until.RETIRED))
          .isInstanceOf(LeaseHeldException.class);
    }
  }

  @Test
  void keepsWhatWasDoneWhenTheNextRolloutFails() throws Exception {
    sim.abandoned(NEW);
    sim.roomFails("quotas cannot be read");

    HalfDoneException half =
        catchThrowableOfType(HalfDoneException.class, () -> sim.rolled(OLD, Until.RETIRED));

    assertThat(half.failure())
        .isInstanceOf(ProviderException.class)
        .hasMessage("quotas cannot be read");
    Rolls done = (Rolls) half.done();
    assertThat(done.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.rolls()).singleElement().isInstanceOf(Standing.class);
  }
}
