package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Action.BlockImage;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Questions whose answers turn on one machine, one word or one stage. */
class TurnTest {
  private final Facts facts = Facts.routed();

  private static Facts workers() {
    return new Facts(
        Scenarios.fleet(3, false, Scenarios.policy(false, Duration.ofSeconds(20), 100)));
  }

  @Test
  void letsWorkersOfTheCandidateScaleOnlyOnceTheyWork() {
    Facts workers = workers().upTo(Phase.WARM_UP);
    workers.candidate(5, 5);
    assertThat(workers.turn().desired()).as("before it works").isEqualTo(3);
    workers.upTo(Phase.SOAK);
    workers.candidate(5, 5);
    assertThat(workers.turn().desired()).as("once it works").isEqualTo(5);
    workers.candidate(2, 2);
    assertThat(workers.turn().desired()).as("never fewer than the active one").isEqualTo(3);
  }

  @Test
  void letsACandidateWithTrafficScale() {
    facts.upTo(Phase.WARM_UP).candidate(5, 5);
    assertThat(facts.turn().desired()).as("before traffic").isEqualTo(3);
    facts.upTo(Phase.SOAK).candidate(5, 5);
    assertThat(facts.turn().desired()).as("with traffic").isEqualTo(5);
  }

  @Test
  void knowsNoSlotWithoutARoute() {
    assertThatThrownBy(() -> workers().turn().candidateSlot())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fleet sim-eu/app has no route");
  }

  @Test
  void callsACandidateThatIsNotThereNotReady() {
    assertThat(Readiness.notReady(facts.turn()))
        .contains(Reason.of(ReasonCode.CANDIDATE_MISSING, "app-g0002"));
  }

  @Test
  void givesUpOnARefusalOnlyBeforeTraffic() {
    facts.decide();
    facts.failed(Failure.Kind.DENIED);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ABORT);
    Facts later = Facts.routed().upTo(Phase.SHIFT);
    later.decide();
    later.failed(Failure.Kind.DENIED);
    later.decide();
    assertThat(later.state.course()).isEqualTo(Course.FORWARD);
    Facts throttled = Facts.routed();
    throttled.decide();
    throttled.failed(Failure.Kind.THROTTLED);
    throttled.decide();
    assertThat(throttled.state.course()).isEqualTo(Course.FORWARD);
  }

  @Test
  void shiftsTheLastStepOnceMoreAfterAHaltWhilePromoting() {
    facts.upTo(Phase.PROMOTE);
    facts.candidate = Optional.empty();
    facts.decide();
    assertThat(facts.state.halted()).isTrue();
    facts.post(Signal.Kind.RESUME);
    facts.decide();
    assertThat(facts.state.stage()).isInstanceOf(Stage.Shifting.class);
    assertThat(facts.state.step()).isEqualTo(2);
  }

  @Test
  void shiftsNothingBackOntoMachinesThatAreAsDeadAsTheCandidates() {
    facts.upTo(Phase.SOAK);
    facts.post(Signal.Kind.ROLL_BACK);
    facts.candidate(3, 0);
    facts.active(3, 0);
    assertThat(facts.settle()).noneMatch(ShiftTraffic.class::isInstance);
    assertThat(facts.why()).contains("app-g0001");
    facts.active(3, 1);
    assertThat(facts.settle()).anyMatch(ShiftTraffic.class::isInstance);
  }

  @Test
  void deletesAnEmptyGenerationWhateverBecomesOfTheOneThatStays() {
    Facts workers = workers().upTo(Phase.RETIRE);
    workers.active(0, 0);
    workers.configureActive(Settings.of(0, 6, List.of(), false));
    workers.candidate(3, 0);
    assertThat(workers.decide().actions())
        .containsExactly(new RetireGeneration(workers.active.orElseThrow().id()));
  }

  @Test
  void keepsMachinesThatWorkWhileTheOnesThatStayCannotCarryTheFleet() {
    Facts workers = workers().upTo(Phase.RETIRE);
    workers.candidate(3, 1);
    assertThat(workers.decide().actions())
        .noneMatch(Resize.class::isInstance)
        .noneMatch(RetireGeneration.class::isInstance);
  }

  @Test
  void doesNotEndBeforeTheImageAtFaultIsBlocked() {
    facts.upTo(Phase.VERIFY);
    facts.probe = Optional.of(new Probe(false, "503"));
    facts.after(31).decide();
    assertThat(facts.state.blames()).isTrue();
    facts.candidate = Optional.empty();
    facts.testSlot = Optional.of(Slot.GREEN);
    for (int i = 0; i < 5; i++) {
      assertThat(facts.decide().actions()).last().isInstanceOf(BlockImage.class);
    }
    assertThat(facts.last.why().code()).isEqualTo(ReasonCode.IMAGE_BLOCKING);
    facts.blocked = true;
    facts.settle();
    assertThat(facts.last.why().code()).isNotEqualTo(ReasonCode.IMAGE_BLOCKING);
  }
}
