package com.pharmaserv.repave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Observation.Tried;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Retreat;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is looked at in which stage, and what becomes of what cannot be read. */
class EyeTest {
  private static final Gate.Alarms ALARMS = new Gate.Alarms(List.of("errors"));
  private static final Gate.Command COMMAND =
      new Gate.Command("./smoke.sh", Duration.ofSeconds(10));

  private Bench bench = new Bench(fleet(true));
  private RolloutState opened;

  @BeforeEach
  void open() throws Exception {
    opened = bench.engine().state();
  }

  private static Fleet fleet(boolean routed) {
    return Scenarios.fleet(3, routed, Scenarios.gated(routed, ALARMS, COMMAND));
  }

  private Observation look(RolloutState state) throws Exception {
    return look(state, List.of());
  }

  private Observation look(RolloutState state, List<Tried> tried) throws Exception {
    return new Eye(bench.ports).look(bench.fleet(), state, new Vigil(bench.world.now()), tried);
  }

  private Pace pace() {
    return Pace.of(Span.of(bench.world.now(), Duration.ofSeconds(6)));
  }

  private RolloutState soaking() {
    return opened.with(new Stage.Soaking(pace(), 0, Optional.empty(), Optional.empty()));
  }

  private RolloutState verifying() {
    return opened.with(new Stage.Verifying(pace(), false, Optional.empty(), Optional.empty()));
  }

  private RolloutState goingBack(boolean blames) {
    Retreat retreat = new Retreat(Retreat.Way.ABORT, Reason.of(ReasonCode.OPENED, "test"), blames);
    return opened.with(new Stage.RetiringBack(pace().span(), retreat, false));
  }

  @Test
  void readsNothingButTheFleetBeforeAnythingIsProved() throws Exception {
    bench.post(Signal.Kind.PAUSE);
    Observation seen = look(opened);
    assertThat(bench.tape.names()).containsExactly("observe");
    assertThat(bench.runs).isEmpty();
    assertThat(seen)
        .isEqualTo(
            new Observation(
                seen.fleet(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false,
                bench.inbox,
                Duration.ZERO,
                List.of()));
  }

  @Test
  void passesOnWhatWasTried() throws Exception {
    List<Tried> tried = List.of(new Tried(bench.configure(5), Optional.empty()));
    assertThat(look(opened, tried).tried()).isEqualTo(tried);
  }

  @Test
  void measuresBothGenerationsWhileItSoaks() throws Exception {
    RolloutState soaking = soaking();
    bench.world.advance(Duration.ofSeconds(3));
    Observation seen = look(soaking);
    assertThat(bench.tape.names("measure")).hasSize(2);
    assertThat(seen.candidate().orElseThrow().requests()).isZero();
    assertThat(seen.active().orElseThrow().requests()).isPositive();
    assertThat(seen.active().orElseThrow().since()).isEqualTo(soaking.since());
  }

  @Test
  void takesAMeasurementThatCannotBeReadAsAbsent() throws Exception {
    bench.tape.refuse("measure");
    Observation seen = look(soaking());
    assertThat(seen.candidate()).isEmpty();
    assertThat(seen.active()).isPresent();
  }

  @Test
  void readsAlarmsWhileItSoaksAndWhileItVerifies() throws Exception {
    bench.world.firing().add("errors");
    for (RolloutState state : List.of(soaking(), verifying())) {
      assertThat(look(state).alarms().orElseThrow())
          .extracting(Alarm::name, Alarm::state)
          .containsExactly(tuple("errors", Alarm.State.FIRING));
    }
  }

  @Test
  void takesAlarmsThatCannotBeReadAsAbsent() throws Exception {
    bench.tape.refuse("alarms");
    assertThat(look(soaking()).alarms()).isEmpty();
  }

  @Test
  void probesWhileItVerifies() throws Exception {
    assertThat(look(soaking()).probe()).isEmpty();
    assertThat(look(verifying()).probe()).contains(new Probe(false, "503"));
    assertThat(bench.tape.names("probe")).hasSize(1);
  }

  @Test
  void takesAProbeWithoutAnAnswerAsAbsent() throws Exception {
    bench.tape.refuse("probe");
    assertThat(look(verifying()).probe()).isEmpty();
  }

  @Test
  void runsTheCommandOnceForEachSoakWithTheCandidatesShare() throws Exception {
    RolloutState soaking = soaking().with(RolloutState.Traffic.found(Weights.of(Slot.GREEN, 40)));
    assertThat(look(soaking).checks())
        .containsOnlyKeys(COMMAND)
        .allSatisfy((gate, check) -> assertThat(check.state()).isEqualTo(Check.State.PASSED));
    look(soaking);
    bench.world.advance(Duration.ofSeconds(1));
    look(soaking());
    assertThat(bench.runs.get(0).percent()).isEqualTo(40);
    assertThat(bench.runs.get(0).candidate()).isEqualTo(soaking.to());
    assertThat(bench.runs.get(0).rollout()).isEqualTo(soaking.id());
    assertThat(bench.runs.get(0)).isEqualTo(bench.runs.get(1));
    assertThat(bench.runs.get(0).key()).isNotEqualTo(bench.runs.get(2).key());
  }

  @Test
  void givesTheCommandTheWholeFleetWithoutARoute() throws Exception {
    bench = new Bench(fleet(false));
    opened = bench.engine().state();
    look(soaking());
    assertThat(bench.runs.get(0).percent()).isEqualTo(100);
  }

  @Test
  void looksForABlockOfAnImageThatIsAtFault() throws Exception {
    assertThat(look(goingBack(true)).blocked()).isFalse();
    bench.provider.block(Scenarios.OLD, "CVE-2026-1", "anna");
    assertThat(look(goingBack(true)).blocked()).as("another image is blocked").isFalse();
    bench.provider.block(Scenarios.NEW, "CVE-2026-2", "anna");
    assertThat(look(goingBack(true)).blocked()).isTrue();
    bench.tape.clear();
    assertThat(look(goingBack(false)).blocked()).isFalse();
    assertThat(bench.tape.names()).containsExactly("observe");
  }

  @Test
  void hasNotLookedIfTheFleetCannotBeRead() {
    bench.tape.refuse("observe");
    assertThatThrownBy(() -> look(opened)).isInstanceOf(ProviderException.class);
  }

  @Test
  void tellsForHowLongNobodyLooked() throws Exception {
    Vigil vigil = new Vigil(bench.world.now());
    bench.world.advance(Duration.ofSeconds(40));
    Observation seen = new Eye(bench.ports).look(bench.fleet(), opened, vigil, List.of());
    assertThat(seen.unwatched()).isEqualTo(Duration.ofSeconds(40));
  }
}
