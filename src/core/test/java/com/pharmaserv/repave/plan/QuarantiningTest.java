package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a machine may be kept apart, by the floor and by what its group can let go of. */
class QuarantiningTest {
  private static final Suspicion FIRST = new Suspicion("m1-0", false, "asks for a miner");
  private static final Settings SETTINGS = new Settings(0, 9, new TreeSet<>(), true);

  /** The floor of this policy is half of the machines. */
  private static Fleet fleet(boolean routed) {
    return Scenarios.fleet(3, routed, Scenarios.policy(false, Duration.ofSeconds(5), 100));
  }

  private static Generation blue(int desired, int healthy) {
    return Facts.generation(1, Optional.of(Slot.BLUE), Scenarios.OLD, desired, healthy, SETTINGS);
  }

  private static Generation green(int desired, int healthy) {
    return Facts.generation(2, Optional.of(Slot.GREEN), Scenarios.NEW, desired, healthy, SETTINGS);
  }

  private static FleetView view(Weights weights, Generation... generations) {
    return new FleetView(
        Facts.START, Optional.of(new RouteView(weights, Optional.empty())), List.of(generations));
  }

  private static Quarantining ask(FleetView view, Suspicion suspicion) {
    return Quarantining.of(fleet(true), view, List.of(), suspicion, "ada");
  }

  private static Reason refusal(Quarantining answer) {
    assertThat(answer).isInstanceOf(Quarantining.Refused.class);
    return ((Quarantining.Refused) answer).reason();
  }

  private static Reason agreement(Quarantining answer) {
    assertThat(answer).isInstanceOf(Quarantining.Agreed.class);
    return ((Quarantining.Agreed) answer).reason();
  }

  private static Reason below(Object whose, int left, int serving, int floor) {
    return Reason.of(ReasonCode.BELOW_FLOOR, whose, left, serving, floor);
  }

  @Test
  void takesAMachineThatTheFleetCanSpare() {
    int spare = fleet(true).policy().needed(9, 100) + 1;
    Quarantining answer = ask(view(Weights.of(Slot.BLUE, 100), blue(9, spare)), FIRST);

    assertThat(((Quarantining.Agreed) answer).action())
        .isEqualTo(new Quarantine(blue(1, 1).id(), "m1-0", false, "ada", "asks for a miner"));
    assertThat(agreement(answer))
        .isEqualTo(Reason.of(ReasonCode.WILL_QUARANTINE, "m1-0", "app-g0001", Scenarios.OLD));
  }

  @Test
  void takesNoneThatWouldLeaveTheFleetBelowItsFloorUnlessForced() {
    int floor = fleet(true).policy().needed(3, 100);
    FleetView view = view(Weights.of(Slot.BLUE, 100), blue(3, floor));
    Reason below = below(Scenarios.FLEET, floor - 1, floor, floor);

    assertThat(refusal(ask(view, FIRST))).isEqualTo(below);
    Quarantining forced = ask(view, new Suspicion("m1-0", true, "asks for a miner"));
    assertThat(agreement(forced).also()).as("the cost is said").containsExactly(below);
    assertThat(((Quarantining.Agreed) forced).action().force()).isTrue();
  }

  @Test
  void aMachineThatServesNothingCostsNothing() {
    Suspicion last = new Suspicion("m1-2", false, "");
    FleetView view = view(Weights.of(Slot.BLUE, 100), blue(3, 1));

    assertThat(agreement(ask(view, last)).also()).isEmpty();
    assertThat(refusal(ask(view, FIRST)).code()).isEqualTo(ReasonCode.BELOW_FLOOR);
    FleetView idle = view(Weights.of(Slot.GREEN, 100), blue(1, 1), green(1, 1));
    assertThat(agreement(ask(idle, FIRST)).also()).as("no traffic").isEmpty();
  }

  @Test
  void aSlotWithAShareKeepsTheMachinesThatItsShareNeeds() {
    FleetView split = view(new Weights(50, 50), blue(6, 1), green(6, 6));

    assertThat(refusal(ask(split, FIRST)).values().get(0)).isEqualTo("app-g0001");
    assertThat(agreement(ask(split, new Suspicion("m2-0", false, ""))).also()).isEmpty();
  }

  @Test
  void withoutARouteEveryGenerationWorks() {
    Generation only = Facts.generation(1, Optional.empty(), Scenarios.OLD, 1, 1, SETTINGS);
    FleetView view = new FleetView(Facts.START, Optional.empty(), List.of(only));

    Quarantining answer = Quarantining.of(fleet(false), view, List.of(), FIRST, "ada");
    assertThat(refusal(answer)).isEqualTo(below(Scenarios.FLEET, 0, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"PENDING, not in service yet", "TERMINATING, on its way out"})
  void takesNoneThatItsGroupCannotLetGoOf(Lifecycle lifecycle, String state) {
    Generation whole = blue(3, 3);
    List<Machine> machines = new ArrayList<>(whole.machines());
    Machine first = machines.get(0);
    machines.set(0, new Machine(first.id(), first.zone(), lifecycle, first.health()));
    Generation moving =
        new Generation(
            whole.id(),
            whole.slot(),
            whole.image(),
            whole.desired(),
            whole.settings(),
            machines,
            0,
            Optional.empty(),
            whole.rollout());

    Suspicion forced = new Suspicion("m1-0", true, "");
    assertThat(refusal(ask(view(Weights.of(Slot.BLUE, 100), moving), forced)))
        .isEqualTo(Reason.of(ReasonCode.MACHINE_NOT_IN_SERVICE, "m1-0", "app-g0001", state));
  }

  @Test
  void saysThatNothingFollowsWhereTheGroupLaunchesNothing() {
    Generation stuck =
        Facts.generation(
            1,
            Optional.of(Slot.BLUE),
            Scenarios.OLD,
            9,
            9,
            SETTINGS.withSuspended(List.of("Launch")));

    assertThat(agreement(ask(view(Weights.of(Slot.BLUE, 100), stuck), FIRST)).also())
        .containsExactly(Reason.of(ReasonCode.NOT_REPLACED, "Launch", "app-g0001"));
  }

  @Test
  void knowsItsOwnMachinesAndThoseKeptApartAlready() {
    FleetView view = view(Weights.of(Slot.BLUE, 100), blue(3, 3));
    Suspicion gone = new Suspicion("m1-9", false, "again");
    assertThat(refusal(ask(view, gone)))
        .isEqualTo(Reason.of(ReasonCode.NO_SUCH_MACHINE, Scenarios.FLEET, "m1-9"));

    Quarantined kept =
        new Quarantined(
            "m1-9", blue(1, 1).id(), Optional.of(Facts.START), Optional.of("bob"), "asked");
    Quarantining again = Quarantining.of(fleet(true), view, List.of(kept), gone, "ada");
    assertThat(again)
        .isEqualTo(
            new Quarantining.Kept(
                new Quarantine(blue(1, 1).id(), "m1-9", false, "ada", "again"),
                Reason.of(ReasonCode.QUARANTINED_ALREADY, "m1-9", "asked")));
  }

  @Test
  void anOpenRolloutObeysAndGoesOn() {
    Facts facts = Facts.routed();
    facts.active(9, 9);
    facts.post(Signal.Kind.QUARANTINE, FIRST.text());
    facts.decide();

    assertThat(facts.last.actions())
        .containsExactly(
            new Quarantine(blue(1, 1).id(), "m1-0", false, "anna", "asks for a miner"));
    assertThat(facts.state.signalSeen()).isEqualTo(1);
    facts.decide();
    assertThat(facts.last.actions()).as("once").noneMatch(action -> action instanceof Quarantine);
  }

  @Test
  void anOpenRolloutRefusesWhatCannotBeMeant() {
    Facts facts = Facts.routed();
    facts.post(Signal.Kind.QUARANTINE, "whatever");
    facts.decide();

    assertThat(facts.last.actions()).isEmpty();
    assertThat(facts.last.why().code()).isEqualTo(ReasonCode.NO_SUCH_MACHINE);
    assertThat(facts.state.signalSeen()).isEqualTo(1);
  }
}
