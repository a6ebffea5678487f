package com.pharmaserv.repave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How what no rollout knows is removed. */
class JanitorTest {
  private static final RolloutId FORGOTTEN = new RolloutId(Scenarios.FLEET, 4);
  private static final GenerationId ORPHAN = new GenerationId(Scenarios.FLEET, 4);
  private static final String[] STEPS = {"observe", "configure", "resize", "retire"};

  private final Bench bench = Bench.routed();
  private final Tape tape = bench.tape;
  private Holding holding;

  @BeforeEach
  void hold() throws Exception {
    holding = bench.holding();
  }

  private int sweep() throws Exception {
    return new Janitor(bench.fleet(), bench.ports, holding).sweep(Optional.empty());
  }

  /** An idle generation with machines that nobody has launched, as far as the journal knows. */
  private void forget(GenerationId id) throws Exception {
    Settings settings = Settings.of(1, 4, List.of("AZRebalance"), true);
    Action launch =
        new Action.LaunchGeneration(
            id, Optional.of(Slot.GREEN), Scenarios.NEW, 2, settings, FORGOTTEN);
    new Hand(bench.ports).act(bench.fleet(), FORGOTTEN, launch, holding);
    bench.world.advance(Duration.ofSeconds(11));
    holding.renewed();
    tape.clear();
  }

  private List<GenerationId> left() {
    return bench.world.view().generations().stream().map(Generation::id).toList();
  }

  @Test
  void leavesAFleetWithoutOrphansAlone() throws Exception {
    Instant before = bench.world.now();
    assertThat(sweep()).isZero();
    assertThat(tape.names()).containsExactly("observe");
    assertThat(bench.world.now()).isEqualTo(before.plus(Bench.CALL));
  }

  @Test
  void unguardsThenEmptiesThenDeletesAndLooksBeforeEachStep() throws Exception {
    forget(ORPHAN);
    assertThat(sweep()).isEqualTo(1);
    assertThat(left()).containsExactly(new GenerationId(Scenarios.FLEET, 1));
    List<String> steps = tape.names(STEPS);
    assertThat(steps).startsWith("observe", "configure", "observe", "resize", "observe");
    assertThat(steps).endsWith("observe", "retire", "observe");
    assertThat(steps).containsOnlyOnce("configure", "resize", "retire");
  }

  @Test
  void looksAgainNoSoonerThanThePolicySays() throws Exception {
    forget(ORPHAN);
    sweep();
    List<Instant> looks = tape.times("observe");
    // The first look is followed by another right after the first step.
    for (int i = 2; i < looks.size(); i++) {
      assertThat(Duration.between(looks.get(i - 1), looks.get(i)))
          .isGreaterThanOrEqualTo(bench.fleet().policy().bounds().poll());
    }
  }

  @Test
  void leavesNothingThatCouldBringMachinesBack() throws Exception {
    forget(ORPHAN);
    sweep();
    List<Action> actions =
        bench.journaled().stream()
            .filter(Intended.class::isInstance)
            .map(entry -> ((Intended) entry).action())
            .skip(1)
            .toList();
    assertThat(actions)
        .containsExactly(
            new Action.Configure(ORPHAN, Settings.of(0, 4, List.of(), false)),
            new Action.Resize(ORPHAN, 0),
            new Action.RetireGeneration(ORPHAN));
  }

  @Test
  void failsWithWhatAStepFailedWith() throws Exception {
    forget(ORPHAN);
    tape.refuse("resize");
    assertThatThrownBy(this::sweep)
        .isInstanceOf(ProviderException.class)
        .hasMessage("resize: rate exceeded");
    assertThat(tape.names(STEPS)).endsWith("observe", "resize");
  }

  @Test
  void givesUpAtTheBound() throws Exception {
    forget(ORPHAN);
    tape.during("observe", () -> {});
    tape.slow("observe", 61);
    assertThatThrownBy(this::sweep)
        .isInstanceOf(ProviderException.class)
        .hasMessage("orphan app-g0004 could not be removed within 60 s");
  }

  @Test
  void isContentWithWhatIsGoneAtTheBound() throws Exception {
    forget(ORPHAN);
    tape.during("retire", () -> tape.slow("observe", 61));
    assertThat(sweep()).isEqualTo(1);
  }

  @Test
  void renewsTheLeaseBeforeItWaits() throws Exception {
    forget(ORPHAN);
    tape.during("resize", () -> tape.slow("observe", 11));
    sweep();
    Duration poll = bench.fleet().policy().bounds().poll();
    Instant look = tape.times("observe").get(2);
    Instant renewal = tape.times("renew").get(0);
    assertThat(Duration.between(look, renewal)).isLessThan(poll.plusSeconds(11));
  }

  @Test
  void stopsWhenTheLeaseIsSomebodyElses() throws Exception {
    forget(ORPHAN);
    tape.during("observe", bench::steal);
    assertThatThrownBy(this::sweep).isInstanceOf(LeaseHeldException.class);
    assertThat(left()).contains(ORPHAN);
  }
}
