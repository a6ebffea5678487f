package com.pharmaserv.repave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Held;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.plan.Quarantining;
import com.pharmaserv.repave.plan.Repair;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.plan.TearDown;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.sim.Meddling;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Taking a fleet, opening its rollout, flying it and giving it back. */
class PilotTest {
  private static final Reason WHY = Reason.of(ReasonCode.OPENED, "test");
  private static final RolloutId ROLLOUT = new RolloutId(Scenarios.FLEET, 1);

  private Bench bench = Bench.routed();

  private Pilot opened() throws Exception {
    Pilot pilot = bench.take();
    open(pilot);
    bench.tape.clear();
    return pilot;
  }

  private Opening open(Pilot pilot) throws Exception {
    return pilot.open(bench.provider.image(Scenarios.NEW), "because", false);
  }

  private boolean held() {
    return bench.leases.current(Scenarios.FLEET).isPresent();
  }

  private Stage.Launching launching() {
    return new Stage.Launching(Pace.of(Span.of(bench.world.now(), Duration.ofSeconds(90))), false);
  }

  private Stage.Ended ended() {
    return new Stage.Ended(launching(), new End(End.Kind.FAILED_CLEAN, WHY, bench.world.now()));
  }

  /** The decider looks a few times and then goes there. */
  private void goesAfter(int looks, Stage stage, Duration pause) {
    bench.decider =
        (fleet, state, seen, now) -> {
          RolloutState next = bench.seen.size() > looks ? state.with(stage) : state;
          return new Decision(next, List.of(), WHY, Optional.empty(), now.plus(pause));
        };
  }

  @Test
  void fencesTheFleetBeforeItLooks() throws Exception {
    Pilot pilot = bench.take();
    assertThat(bench.tape.names()).containsExactly("fence");
    pilot.close();
    bench.take();
    assertThatThrownBy(() -> bench.provider.fence(bench.fleet(), 1))
        .hasMessageContaining("epoch 1 is over, epoch 2 has begun");
  }

  @Test
  void givesTheLeaseBackWhenItCannotBegin() {
    bench.tape.refuse("fence");
    assertThatThrownBy(bench::take).isInstanceOf(ProviderException.class);
    assertThat(held()).isFalse();
  }

  @Test
  void givesTheLeaseBackWhenItIsClosed() throws Exception {
    Pilot pilot = bench.take();
    assertThat(held()).isTrue();
    assertThatThrownBy(bench::take).isInstanceOf(LeaseHeldException.class);
    pilot.close();
    assertThat(held()).isFalse();
  }

  @Test
  void callsTheOutcomeOfIntentsThatACrashLeftOpenUnknown() throws Exception {
    Action action = bench.configure(5);
    bench.ports.journal().append(new Intended(ROLLOUT, action), 1);
    bench.ports.journal().append(new Happened(1, Optional.empty()), 1);
    bench.ports.journal().append(new Intended(ROLLOUT, action), 1);
    bench.ports.journal().append(new Intended(ROLLOUT, action), 1);
    bench.take().close();
    Failure unknown =
        new Failure(
            Failure.Kind.UNKNOWN_OUTCOME, "the engine ended before the outcome was recorded");
    assertThat(bench.journaled().subList(4, 6))
        .containsExactly(
            new Happened(3, Optional.of(unknown)), new Happened(4, Optional.of(unknown)));
    bench.take();
    assertThat(bench.journaled()).as("said once").hasSize(6);
  }

  @Test
  void countsFromTheLastSignOfTheOneThatCrashed() throws Exception {
    Pilot crashing = opened();
    bench.ports.journal().append(new Intended(ROLLOUT, bench.configure(5)), 1);
    crashing.close();
    bench.world.advance(Duration.ofMinutes(10));
    // The outcome that nobody recorded is recorded now, which is not when somebody last looked.
    bench.take().engine().turn();
    assertThat(bench.seen.get(0).unwatched()).isGreaterThan(Duration.ofMinutes(9));
  }

  @Test
  void takesNoFleetWhoseJournalLacksWhatTheProviderActedOn() throws Exception {
    Pilot pilot = opened();
    bench.wants(bench.configure(5));
    pilot.engine().turn();
    pilot.close();
    bench.forgetJournal();
    assertThatThrownBy(bench::take)
        .isInstanceOf(Journal.JournalException.class)
        .hasMessageContaining("record 1 is missing", "the provider has acted on");
    assertThat(held()).isFalse();
  }

  @Test
  void takesAFleetWhoseJournalHasWhatTheProviderActedOn() throws Exception {
    Pilot pilot = opened();
    bench.wants(bench.configure(5));
    pilot.engine().turn();
    pilot.close();
    assertThat(bench.take().latest()).isPresent();
  }

  @Test
  void takesNoFleetWhoseJournalHasAnotherRecordThanTheProviderActedOn() throws Exception {
    Pilot pilot = opened();
    bench.wants(bench.configure(5));
    pilot.engine().turn();
    pilot.close();
    int acted = bench.journaled().size() - 1;
    bench.forgetJournal();
    for (int i = 0; i < acted; i++) {
      bench.ports.journal().append(new Happened(i, Optional.empty()), 1);
    }
    assertThatThrownBy(bench::take)
        .isInstanceOf(Journal.JournalException.class)
        .hasMessageContaining("record %s is another one".formatted(acted));
  }

  @Test
  void putsTheRouteRightThatSomebodyChanged() throws Exception {
    succeeded();
    Pilot pilot = bench.take();
    assertThat(pilot.repair()).isInstanceOf(Repair.Whole.class);
    new Meddling.WeightsPut(new Weights(0, 100)).happen(bench.world);
    assertThat(pilot.repair()).isInstanceOf(Repair.Shift.class);
    assertThat(bench.world.weights()).isEqualTo(new Weights(100, 0));
    assertThat(bench.journaled().get(bench.journaled().size() - 1)).isInstanceOf(Happened.class);
  }

  @Test
  void saysWhyTheRouteCouldNotBePutRight() throws Exception {
    succeeded();
    Pilot pilot = bench.take();
    new Meddling.WeightsPut(Weights.NONE).happen(bench.world);
    bench.tape.refuse("shift");
    assertThatThrownBy(pilot::repair)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("rate exceeded");
  }

  private String firstMachine() {
    return bench.world.view().generations().get(0).machines().get(0).id();
  }

  @Test
  void keepsAMachineApartWithItsIntentBeforeAndItsOutcomeAfter() throws Exception {
    succeeded();
    Pilot pilot = bench.take();
    bench.tape.clear();
    String machine = firstMachine();
    Suspicion suspicion = new Suspicion(machine, true, "asks for a miner");

    assertThat(pilot.quarantine(suspicion, "ada")).isInstanceOf(Quarantining.Agreed.class);

    List<JournalEntry> last = bench.journaled();
    assertThat(((Intended) last.get(last.size() - 2)).action().sentence())
        .startsWith("quarantine machine " + machine)
        .endsWith("whatever it costs, for ada: asks for a miner");
    assertThat(((Happened) last.get(last.size() - 1)).failure()).isEmpty();
    assertThat(bench.provider.quarantined(Scenarios.FLEET.environment()))
        .extracting(Quarantined::machine)
        .containsExactly(machine);
    assertThat(pilot.quarantine(suspicion, "ada")).isInstanceOf(Quarantining.Kept.class);
    assertThat(bench.world.invariants().violations()).isEmpty();
  }

  @Test
  void journalsNothingOfAMachineThatMustStay() throws Exception {
    succeeded();
    Pilot pilot = bench.take();
    int before = bench.journaled().size();

    assertThat(pilot.quarantine(new Suspicion("nobody", false, ""), "ada"))
        .isInstanceOf(Quarantining.Refused.class);
    assertThat(bench.journaled()).hasSize(before);
  }

  @Test
  void saysWhyAMachineCouldNotBeKeptApart() throws Exception {
    succeeded();
    Pilot pilot = bench.take();
    bench.tape.refuse("quarantine");

    assertThatThrownBy(() -> pilot.quarantine(new Suspicion(firstMachine(), true, ""), "ada"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("rate exceeded");
    Happened outcome = (Happened) bench.journaled().get(bench.journaled().size() - 1);
    assertThat(outcome.failure()).isPresent();
  }

  /** The word is in the journal before anything happens, so that a sweep can end it. */
  @Test
  void endsWithASweepWhatWasTornDownHalfway() throws Exception {
    succeeded();
    Reason word = Reason.of(ReasonCode.TORN_DOWN, "anna", "over");
    Pilot pilot = bench.take();
    bench.tape.refuse("retire");
    assertThatThrownBy(() -> pilot.tearDown(word)).isInstanceOf(ProviderException.class);
    assertThat(bench.world.weights()).isEqualTo(Weights.NONE);
    assertThat(pilot.latest().orElseThrow().active()).isEmpty();

    assertThat(pilot.sweep()).isEqualTo(1);

    assertThat(pilot.tearDown(word)).isInstanceOf(TearDown.Gone.class);
  }

  /** A rollout ended that left the active generation where it was. */
  private void succeeded() throws Exception {
    Pilot pilot = opened();
    RolloutState ended = pilot.latest().orElseThrow().with(ended());
    bench.ports.journal().append(new Decided(ended, WHY, List.of()), 1);
    pilot.close();
  }

  @Test
  void findsTheLatestRolloutAmongAllRecords() throws Exception {
    Pilot pilot = bench.take();
    assertThat(pilot.latest()).isEmpty();
    assertThat(Pilot.latest(bench.ports.journal())).isEmpty();
    open(pilot);
    RolloutState first = pilot.latest().orElseThrow();
    assertThat(Pilot.latest(bench.ports.journal())).contains(first);
    RolloutState second = first.with(launching());
    bench.ports.journal().append(new Decided(second, WHY, List.of()), 1);
    bench.ports.journal().append(new Intended(ROLLOUT, bench.configure(5)), 1);
    assertThat(Pilot.latest(bench.ports.journal())).contains(second);
    assertThat(pilot.latest()).contains(second);
  }

  @Test
  void journalsTheRolloutThatItOpens() throws Exception {
    Opening opening = open(bench.take());
    assertThat(opening).isInstanceOf(Opening.Opened.class);
    assertThat(bench.journaled())
        .containsExactly(
            new Decided(
                ((Opening.Opened) opening).state(),
                Reason.of(ReasonCode.OPENED, "because"),
                List.of()));
  }

  /** It was meant for a rollout that ended before it could hear it. */
  @Test
  void hearsNoWordThatWasSaidBeforeTheRolloutBegan() throws Exception {
    bench.inbox.add(new Signal(1, Signal.Kind.PAUSE, "anna", "", bench.world.now()));
    bench.inbox.add(new Signal(2, Signal.Kind.ABORT, "anna", "not that one", bench.world.now()));

    Opening opening = open(bench.take());

    assertThat(((Opening.Opened) opening).state().signalSeen()).isEqualTo(2);
  }

  /** Whoever drove the fleet ended before it could write the word down; nobody else hears it. */
  @Test
  void writesDownAHoldThatTheLastRolloutDidNotHear() throws Exception {
    succeeded();
    Hold hold = new Hold("anna", "audit", bench.world.now(), Optional.empty());
    bench.inbox.add(new Signal(1, Signal.Kind.ABORT, "anna", "", bench.world.now()));
    bench.inbox.add(new Signal(2, Signal.Kind.HOLD, "anna", hold.text(), bench.world.now()));

    bench.take().close();
    bench.take().close();

    assertThat(bench.journaled())
        .filteredOn(Held.class::isInstance)
        .containsExactly(new Held(hold));
    assertThat(bench.ports.journal().hold()).contains(hold);
  }

  @Test
  void opensNothingThatWasNotReleasedAndGoesOnWithWhatIsTakenBack() throws Exception {
    bench = new Bench(bench.fleet().asking(Channel.STAGING));
    try (Pilot pilot = bench.take()) {
      assertThat(open(pilot)).isInstanceOf(Opening.Refused.class);
      assertThat(bench.journaled()).isEmpty();
      bench.world.release(Scenarios.NEW, Channel.STAGING);
      assertThat(open(pilot)).isInstanceOf(Opening.Opened.class);
    }
    bench.world.release(Scenarios.NEW, Channel.CANDIDATE);
    bench.decider = new RolloutDecider();
    try (Pilot pilot = bench.take()) {
      assertThat(pilot.fly(state -> false).end().orElseThrow().kind())
          .isEqualTo(End.Kind.SUCCEEDED);
    }
  }

  @Test
  void opensNothingWhileAnAlarmFires() throws Exception {
    Gate alarms = new Gate.Alarms(List.of("errors"));
    bench = new Bench(Scenarios.fleet(3, true, Scenarios.gated(true, alarms)));
    bench.world.firing().add("errors");
    assertThat(open(bench.take())).isInstanceOf(Opening.Refused.class);
    assertThat(bench.journaled()).isEmpty();
    bench.world.firing().clear();
    assertThat(Pilot.alarms(bench.fleet(), bench.provider)).hasSize(1);
  }

  @Test
  void asksForNoAlarmsWhereThePolicyNamesNone() throws Exception {
    assertThat(Pilot.alarms(bench.fleet(), bench.provider)).isEmpty();
    assertThat(bench.tape.names()).isEmpty();
  }

  @Test
  void hasNoEngineWithoutAnOpenRollout() throws Exception {
    Pilot pilot = bench.take();
    assertThatThrownBy(pilot::engine)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fleet sim-eu/app has no open rollout");
    open(pilot);
    goesAfter(0, ended(), Bench.LOOK);
    pilot.fly(state -> false);
    assertThatThrownBy(pilot::engine).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fliesUntilTheRolloutHasEndedAndThenSleepsNoMore() throws Exception {
    Pilot pilot = opened();
    goesAfter(2, ended(), Bench.LOOK);
    RolloutState last = pilot.fly(state -> false);
    assertThat(last.ended()).isTrue();
    assertThat(pilot.latest()).contains(last);
    List<Instant> looks = bench.tape.times("observe");
    assertThat(looks).hasSize(3);
    assertThat(Duration.between(looks.get(0), looks.get(1))).isEqualTo(Bench.LOOK.plus(Bench.CALL));
    assertThat(bench.world.now()).isEqualTo(looks.get(2).plus(Bench.CALL));
  }

  @Test
  void fliesUntilTheRolloutIsFarEnough() throws Exception {
    Pilot pilot = opened();
    goesAfter(1, launching(), Duration.ofSeconds(60));
    RolloutState last = pilot.fly(state -> state.stage() instanceof Stage.Launching);
    assertThat(last.stage()).isInstanceOf(Stage.Launching.class);
    List<Instant> looks = bench.tape.times("observe");
    assertThat(looks).hasSize(2);
    assertThat(bench.world.now()).isEqualTo(looks.get(1).plus(Bench.CALL));
  }

  @Test
  void givesAHaltedRolloutOneTurn() throws Exception {
    Pilot pilot = opened();
    goesAfter(0, new Stage.Halted(launching(), WHY), Bench.LOOK);
    pilot.fly(state -> false);
    assertThat(pilot.fly(state -> false).halted()).isTrue();
    assertThat(bench.seen).hasSize(2);
  }

  @Test
  void renewsTheLeaseWhileItSleeps() throws Exception {
    Pilot pilot = opened();
    Instant before = bench.world.now();
    goesAfter(1, ended(), Duration.ofSeconds(35));
    pilot.fly(state -> false);
    assertThat(
            bench.tape.times("renew").stream().map(at -> Duration.between(before, at).toSeconds()))
        .containsExactly(10L, 20L, 30L);
    assertThat(Duration.between(before, bench.tape.times("observe").get(1)).toMillis())
        .isEqualTo(35_020);
  }

  @Test
  void sweepsWhatNoRolloutKnows() throws Exception {
    Pilot pilot = bench.take();
    Action launch =
        new Action.LaunchGeneration(
            new GenerationId(Scenarios.FLEET, 7),
            Optional.of(Slot.GREEN),
            Scenarios.NEW,
            1,
            Settings.of(0, 2, List.of(), false),
            new RolloutId(Scenarios.FLEET, 7));
    Holding holding =
        new Holding(
            bench.ports.leases(),
            bench.ports.time(),
            bench.leases.current(Scenarios.FLEET).orElseThrow());
    new Hand(bench.ports).act(bench.fleet(), ROLLOUT, launch, holding);
    assertThat(pilot.sweep()).isEqualTo(1);
    assertThat(bench.world.view().generations()).hasSize(1);
    assertThat(pilot.sweep()).isZero();
  }
}
