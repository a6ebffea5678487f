package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.engine.Engine;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.operation.Kept.Result;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person wants a machine kept apart, whoever drives the fleet's rollout. */
class QuarantineMachineTest {
  private final SimPlace sim = SimPlace.running();

  private QuarantineMachine anna() {
    return new QuarantineMachine(sim.place(), SimPlace.ANNA, sim.narrator());
  }

  private static Suspicion forced(String machine) {
    return new Suspicion(machine, true, "asks for a miner");
  }

  private Generation active() throws Exception {
    return sim.provider().fleets().observe(sim.fleet()).generations().get(0);
  }

  private String first() throws Exception {
    return active().machines().get(0).id();
  }

  private List<String> kept() throws Exception {
    return sim.provider().fleets().quarantined(sim.fleet().id().environment()).stream()
        .map(Quarantined::machine)
        .toList();
  }

  @Test
  void takesTheMachineOutAndItsGroupReplacesIt() throws Exception {
    String machine = first();

    Kept answer = anna().quarantine(forced(machine));

    assertThat(answer.result()).isEqualTo(Result.QUARANTINED);
    assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
    assertThat(active().machines()).extracting(Machine::id).doesNotContain(machine);
    assertThat(kept()).containsExactly(machine);
    sim.world().advance(Duration.ofMinutes(1));
    assertThat(active().serving()).isEqualTo(2);
    assertThat(anna().quarantine(forced(machine)).result()).isEqualTo(Result.ALREADY);
    assertThat(kept()).containsExactly(machine);
    assertThat(sim.leases().current(sim.fleet().id())).as("given back").isEmpty();
  }

  @Test
  void isNoDriftAndNothingToSweepAndStatusNamesIt() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    String machine = first();
    anna().quarantine(forced(machine));
    sim.world().advance(Duration.ofMinutes(1));

    assertThat(new AuditFleets(finding -> {}).audit(List.of(sim.place())).findings()).isEmpty();
    SweepFleets sweep = new SweepFleets(SimPlace.ANNA, sim.narrator(), false, swept -> {});
    assertThat(sweep.sweep(List.of(sim.place())).swept()).isEmpty();
    FleetStatus status = ShowFleets.show(List.of(sim.place())).fleets().get(0);
    assertThat(status.quarantined()).extracting(Quarantined::machine).containsExactly(machine);
    assertThat(status.quarantined().get(0).reason()).isEqualTo("asks for a miner");
    assertThat(status.quarantined().get(0).by()).contains("anna");
    sim.rolled(SimPlace.OLD, Until.RETIRED);
    assertThat(kept()).as("whatever is retired").containsExactly(machine);
    assertThat(sim.world().invariants().violations()).isEmpty();
  }

  @Test
  void refusesWhatTheFloorForbidsAndTakesNoLease() throws Exception {
    sim.world().advance(Duration.ofMinutes(1));
    anna().quarantine(forced(first()));
    String last = first();
    int records = sim.records();

    Kept refused = anna().quarantine(new Suspicion(last, false, "this one, too"));

    assertThat(refused.result()).isEqualTo(Result.REFUSED);
    assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(refused.why().code()).isEqualTo(ReasonCode.BELOW_FLOOR);
    assertThat(sim.records()).isEqualTo(records);
    assertThat(kept()).doesNotContain(last);
  }

  @Test
  void saysInAPlanWhatItWouldDoAndDoesNothing() throws Exception {
    Kept plan = anna().plan(forced(first()));

    assertThat(plan.plan()).isTrue();
    assertThat(plan.why().code()).isEqualTo(ReasonCode.WILL_QUARANTINE);
    assertThat(kept()).isEmpty();
    assertThat(sim.records()).isZero();
  }

  @Test
  void namesTheMachinesThatThereAre() throws Exception {
    assertThatThrownBy(() -> anna().quarantine(forced("i-0abc")))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "environment 'sim-eu' has no machine 'i-0abc'; it has: app-g0001-m1, app-g0001-m2");
    assertThat(sim.records()).isZero();
  }

  @Test
  void takesNoMachineOfAFleetThatTheFileDoesNotDescribe() throws Exception {
    QuarantineMachine anna =
        new QuarantineMachine(sim.place(List.of()), SimPlace.ANNA, sim.narrator());

    String machine = first();
    assertThatThrownBy(() -> anna.quarantine(forced(machine)))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("does not describe");
  }

  @Test
  void whoeverDrivesTheRolloutDoesItInTheirNextTurn() throws Exception {
    Pilot bert = sim.bert();
    bert.open(sim.image(NEW), "test", false);
    Engine engine = bert.engine();
    engine.turn();
    String machine = first();
    sim.world().schedule(sim.world().now().plusSeconds(1), () -> turn(engine));

    Kept answer = anna().quarantine(forced(machine));

    assertThat(answer.result()).isEqualTo(Result.QUARANTINED);
    assertThat(kept()).containsExactly(machine);
    bert.fly(state -> state.phase() == Phase.RETAIN);
    assertThat(engine.state().halted()).isFalse();
    assertThat(sim.world().invariants().violations()).isEmpty();
  }

  @Test
  void whoeverDrivesTheRolloutMayRefuse() throws Exception {
    Pilot bert = sim.bert();
    bert.open(sim.image(NEW), "test", false);
    Engine engine = bert.engine();
    engine.turn();
    String machine = first();
    sim.world()
        .schedule(
            sim.world().now().plusSeconds(1),
            () -> {
              // Meanwhile another one is lost, and this one is the last.
              new com.pharmaserv.repave.sim.Incident.MachineDies(other(machine))
                  .happen(sim.world());
              turn(engine);
            });

    Kept answer = anna().quarantine(new Suspicion(machine, false, "asks for a miner"));

    assertThat(answer.result()).isEqualTo(Result.REFUSED);
    assertThat(answer.why().code()).isEqualTo(ReasonCode.BELOW_FLOOR);
    assertThat(kept()).isEmpty();
  }

  @Test
  void goesOnWithoutADriverThatHasGone() throws Exception {
    Pilot bert = sim.bert();
    bert.open(sim.image(NEW), "test", false);
    bert.engine().turn();
    String machine = first();
    // Its lease ends, and nobody has heard the word.
    Kept answer = anna().quarantine(forced(machine));

    assertThat(answer.result()).isEqualTo(Result.QUARANTINED);
    assertThat(kept()).containsExactly(machine);
    sim.world().advance(Duration.ofMinutes(2));
    try (Pilot carl = sim.bert()) {
      carl.fly(state -> state.phase() == Phase.RETAIN);
    }
    assertThat(kept()).as("once").containsExactly(machine);
    assertThat(sim.world().invariants().violations()).isEmpty();
  }

  @Test
  void disturbsNobodyWhoHasTheFleetWithoutARollout() throws Exception {
    Pilot bert = sim.bert();
    String machine = first();
    assertThatThrownBy(() -> anna().quarantine(forced(machine)))
        .isInstanceOf(LeaseHeldException.class);
    assertThat(sim.signals().pending(sim.fleet().id(), 0)).isEmpty();
    bert.close();
  }

  private String other(String machine) {
    return machine.endsWith("m1") ? machine.replace("m1", "m2") : machine.replace("m2", "m1");
  }

  private static void turn(Engine engine) {
    try {
      engine.turn();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
