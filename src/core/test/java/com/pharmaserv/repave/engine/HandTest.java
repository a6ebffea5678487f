package com.pharmaserv.repave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.Observation.Tried;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One action, its evidence and its lease. */
class HandTest {
  private static final RolloutId ROLLOUT = new RolloutId(Scenarios.FLEET, 2);
  private static final GenerationId CANDIDATE = new GenerationId(Scenarios.FLEET, 2);

  private final Bench bench = Bench.routed();
  private final Tape tape = bench.tape;
  private final Hand hand = new Hand(bench.ports);
  private Holding holding;

  @BeforeEach
  void hold() throws Exception {
    holding = bench.holding();
  }

  private Tried act(Action action) throws Exception {
    return hand.act(bench.fleet(), ROLLOUT, action, holding);
  }

  private Generation candidate() {
    return bench.world.view().find(CANDIDATE).orElseThrow();
  }

  private void pass(int seconds) {
    bench.world.advance(Duration.ofSeconds(seconds));
  }

  private static Action launch() {
    Settings settings = Settings.of(1, 4, List.of(), true);
    return new Action.LaunchGeneration(
        CANDIDATE, Optional.of(Slot.GREEN), Scenarios.NEW, 3, settings, ROLLOUT);
  }

  @Test
  void launchesResizesConfiguresAndRetires() throws Exception {
    act(launch());
    assertThat(candidate().desired()).isEqualTo(3);
    act(new Action.Resize(CANDIDATE, 0));
    assertThat(candidate().desired()).isZero();
    Settings none = Settings.of(0, 4, List.of(), false);
    act(new Action.Configure(CANDIDATE, none));
    assertThat(candidate().settings()).isEqualTo(none);
    act(new Action.RetireGeneration(CANDIDATE));
    assertThat(bench.world.view().find(CANDIDATE)).isEmpty();
  }

  @Test
  void movesTrafficAndTheTestRoute() throws Exception {
    act(new Action.PointTestRoute(Slot.GREEN));
    assertThat(bench.world.view().route().orElseThrow().testSlot()).contains(Slot.GREEN);
    act(new Action.ShiftTraffic(Weights.of(Slot.BLUE, 100), Weights.of(Slot.BLUE, 95)));
    assertThat(bench.world.weights()).isEqualTo(Weights.of(Slot.BLUE, 95));
  }

  @Test
  void blocksAnImageInTheNameOfTheRollout() throws Exception {
    Reason why = Reason.of(ReasonCode.ABORTED, "anna", "it smells");
    act(new Action.BlockImage(Scenarios.NEW, ROLLOUT, why));
    assertThat(bench.provider.image(Scenarios.NEW).block().orElseThrow().reason())
        .startsWith(ROLLOUT + ": ")
        .contains("it smells");
  }

  @Test
  void recordsIntentAndOutcome() throws Exception {
    Action action = bench.configure(5);
    assertThat(act(action)).isEqualTo(new Tried(action, Optional.empty()));
    assertThat(bench.journaled())
        .containsExactly(new Intended(ROLLOUT, action), new Happened(1, Optional.empty()));
    assertThat(bench.world.invariants().violations())
        .as("the effect bears the holder, the epoch and the intent")
        .isEmpty();
  }

  @Test
  void answersWithTheFailureAndRecordsIt() throws Exception {
    Action action = bench.configure(5);
    tape.refuse("configure");
    Failure failure = new Failure(Failure.Kind.THROTTLED, "configure: rate exceeded");
    assertThat(act(action)).isEqualTo(new Tried(action, Optional.of(failure)));
    assertThat(bench.journaled().get(1)).isEqualTo(new Happened(1, Optional.of(failure)));
  }

  @Test
  void renewsTheLeaseBeforeItWritesTheIntent() throws Exception {
    pass(11);
    act(bench.configure(5));
    assertThat(tape.names()).containsExactly("renew", "Intended", "configure", "Happened");
  }

  @Test
  void renewsTheLeaseBeforeTheEffect() throws Exception {
    tape.slow("Intended", 11);
    act(bench.configure(5));
    assertThat(tape.names()).containsExactly("Intended", "renew", "configure", "Happened");
  }

  @Test
  void renewsTheLeaseBeforeItWritesTheOutcome() throws Exception {
    tape.slow("configure", 11);
    act(bench.configure(5));
    assertThat(tape.names()).containsExactly("Intended", "configure", "renew", "Happened");
  }

  @Test
  void leavesAFreshLeaseAlone() throws Exception {
    bench.world.advance(Duration.ofMillis(9_999));
    holding.renewed();
    assertThat(tape.names()).isEmpty();
    bench.world.advance(Duration.ofMillis(1));
    holding.renewed();
    assertThat(tape.names()).containsExactly("renew");
  }

  @Test
  void writesNothingIntoAJournalThatIsSomebodyElses() {
    tape.during("configure", bench::steal);
    assertThatThrownBy(() -> act(bench.configure(5)))
        .isInstanceOf(LeaseHeldException.class)
        .hasMessageContaining("rival");
    assertThat(tape.names()).containsExactly("Intended", "configure", "renew");
  }

  @Test
  void triesNothingOnceTheLeaseIsSomebodyElses() {
    tape.during("Intended", bench::steal);
    assertThatThrownBy(() -> act(bench.configure(5))).isInstanceOf(LeaseHeldException.class);
    assertThat(tape.names()).containsExactly("Intended", "renew");
  }
}
