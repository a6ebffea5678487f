package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.BlockImage;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Wait;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.simulation.Scenarios;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RolloutDeciderTest {
  private static final Weights BACK = Weights.of(Slot.BLUE, 100);

  private final Facts facts = Facts.routed();

  private static <T extends Action> List<T> only(Class<T> type, List<Action> actions) {
    return actions.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private String cause() {
    return facts.cause();
  }

  @Test
  void pinsTheActiveGenerationBeforeAnythingElse() {
    assertThat(facts.decide().actions())
        .containsExactly(
            new Configure(
                facts.active.orElseThrow().id(), new Settings(3, 6, new TreeSet<>(), true)));
    assertThat(facts.state.undo().orElseThrow().before()).isEqualTo(Facts.BEFORE);
  }

  @Test
  void launchesAsManyMachinesAsTheActiveGenerationHasNow() {
    facts.active(5, 5);
    assertThat(only(LaunchGeneration.class, facts.settle()))
        .first()
        .extracting(LaunchGeneration::desired)
        .isEqualTo(5);
  }

  @Test
  void followsAScaleOutOfTheActiveGeneration() {
    facts.upTo(Phase.WARM_UP);
    facts.active(4, 4);
    assertThat(facts.decide().actions())
        .containsExactly(new Resize(facts.candidate.orElseThrow().id(), 4));
  }

  @Test
  void abortsWithoutBlameWhenMachinesNeverCome() {
    facts.settle();
    facts.candidate(3, 3);
    Generation whole = facts.candidate.orElseThrow();
    facts.candidate =
        Optional.of(
            new Generation(
                whole.id(),
                whole.slot(),
                whole.image(),
                3,
                whole.settings(),
                whole.machines().subList(0, 1),
                0,
                Optional.of("no capacity"),
                whole.rollout()));
    facts.after(91).settle();
    assertThat(facts.state.course()).isEqualTo(Course.ABORT);
    assertThat(facts.state.blames()).isFalse();
    assertThat(cause())
        .isEqualTo("1 of 3 machines of app-g0002 are in service after 1 min 31 s; no capacity");
  }

  @Test
  void abortsAtOnceWhenLaunchingIsNotAllowed() {
    facts.settle();
    facts.failed(Failure.Kind.DENIED);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ABORT);
    assertThat(cause()).isEqualTo("not allowed: because");
  }

  @Test
  void blamesTheImageWhenItsMachinesNeverBecomeHealthy() {
    facts.settle();
    facts.candidate(3, 1);
    facts.settle();
    facts.after(61).decide();
    assertThat(facts.state.course()).isEqualTo(Course.ABORT);
    assertThat(facts.state.blames()).isTrue();
    assertThat(only(BlockImage.class, facts.decide().actions())).hasSize(1);
  }

  @Test
  void believesHealthOnlyAfterTheStabilityWindow() {
    facts.settle();
    facts.candidate(3, 3);
    facts.settle();
    assertThat(facts.state.phase()).isEqualTo(Phase.WARM_UP);
    facts.after(2).settle();
    facts.candidate(3, 2);
    facts.settle();
    facts.candidate(3, 3);
    facts.after(2).settle();
    assertThat(facts.state.phase()).as("the window began anew").isEqualTo(Phase.WARM_UP);
    facts.after(3).settle();
    assertThat(facts.state.phase()).isEqualTo(Phase.VERIFY);
  }

  @Test
  void wantsAMachineInEveryZoneOfTheActiveGeneration() {
    facts.settle();
    Generation lopsided =
        Facts.generation(
            2,
            Optional.of(Slot.GREEN),
            Scenarios.NEW,
            3,
            3,
            new Settings(0, 6, new TreeSet<>(), false));
    facts.candidate =
        Optional.of(
            new Generation(
                lopsided.id(),
                lopsided.slot(),
                lopsided.image(),
                3,
                lopsided.settings(),
                lopsided.machines().stream()
                    .map(
                        m ->
                            new com.pharmaserv.repave.model.Machine(
                                m.id(), "zone-a", m.lifecycle(), m.health()))
                    .toList(),
                0,
                Optional.empty(),
                lopsided.rollout()));
    facts.settle();
    facts.after(30);
    facts.decide();
    assertThat(facts.why()).isEqualTo("app-g0002 has no machine in zone-b");
  }

  @Test
  void verifiesThroughTheTestRouteBeforeAnyTraffic() {
    facts.upTo(Phase.VERIFY);
    facts.testSlot = Optional.empty();
    assertThat(facts.decide().actions()).containsExactly(new PointTestRoute(Slot.GREEN));
    facts.testSlot = Optional.of(Slot.GREEN);
    facts.probe = Optional.of(new Probe(false, "GET /: 500"));
    facts.after(31).decide();
    assertThat(facts.state.course()).isEqualTo(Course.ABORT);
    assertThat(facts.state.blames()).isTrue();
    assertThat(cause()).isEqualTo("did not pass through the test route: GET /: 500");
  }

  @Test
  void doesNotBlameTheImageWhenTheTestRouteCannotBeAsked() {
    facts.upTo(Phase.VERIFY);
    facts.probe = Optional.empty();
    facts.after(31).decide();
    assertThat(facts.state.course()).isEqualTo(Course.ABORT);
    assertThat(facts.state.blames()).isFalse();
  }

  @Test
  void waitsForAPersonWhereThePolicyAsksForOne() {
    Facts waiting = Facts.withApproval().upTo(Phase.VERIFY);
    waiting.after(10).settle();
    waiting.after(10).settle();
    assertThat(waiting.why()).startsWith("a person to approve");
    waiting.post(Signal.Kind.APPROVE);
    waiting.settle();
    assertThat(waiting.state.phase()).isEqualTo(Phase.SHIFT);
  }

  @Test
  void abortsWhenAPersonRejectsOrNobodyAnswers() {
    Facts rejected = Facts.withApproval().upTo(Phase.VERIFY);
    rejected.post(Signal.Kind.REJECT);
    rejected.decide();
    assertThat(rejected.state.course()).isEqualTo(Course.ABORT);
    Facts ignored = Facts.withApproval().upTo(Phase.VERIFY);
    ignored.after(10).settle();
    ignored.after(10).settle();
    ignored.after(61).decide();
    assertThat(ignored.cause()).contains("nobody approved within");
  }

  @Test
  void shiftsInThePolicysStepsAndReadsEachBack() {
    facts.upTo(Phase.SHIFT);
    assertThat(only(ShiftTraffic.class, facts.decide().actions()))
        .containsExactly(new ShiftTraffic(BACK, Weights.of(Slot.GREEN, 5)));
    facts.after(1).decide();
    assertThat(facts.state.phase()).as("not read back yet").isEqualTo(Phase.SHIFT);
    facts.weights = Weights.of(Slot.GREEN, 5);
    facts.decide();
    assertThat(facts.state.phase()).isEqualTo(Phase.SOAK);
  }

  @Test
  void doesNotTakeAMatchingReadAfterARestartForAConfirmation() {
    facts.upTo(Phase.SHIFT);
    facts.decide();
    facts.weights = Weights.of(Slot.GREEN, 5);
    facts.restarted();
    assertThat(only(ShiftTraffic.class, facts.decide().actions())).hasSize(1);
    assertThat(facts.state.phase()).isEqualTo(Phase.SHIFT);
    facts.decide();
    assertThat(facts.state.phase()).isEqualTo(Phase.SOAK);
  }

  @Test
  void rollsBackWhenAGateFailsDuringSoak() {
    facts.upTo(Phase.SOAK);
    facts.measured(100, 3, Duration.ofMillis(10));
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(cause())
        .isEqualTo("gate error-rate failed: 3.0% of 100 requests, at most 2% allowed");
    assertThat(facts.decide().actions())
        .anyMatch(a -> a instanceof BlockImage)
        .anyMatch(a -> a instanceof ShiftTraffic s && s.weights().equals(BACK));
  }

  @Test
  void doesNotJudgeOnTooFewRequests() {
    facts.upTo(Phase.SOAK);
    facts.measured(19, 10, Duration.ofMillis(10));
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.FORWARD);
  }

  @Test
  void rollsBackWhenLatencyIsTooHigh() {
    facts.upTo(Phase.SOAK);
    facts.measured(100, 0, Duration.ofMillis(501));
    facts.decide();
    assertThat(cause())
        .isEqualTo(
            "gate latency failed: p99 501 ms over 100 requests, at most 500 ms" + " allowed");
  }

  @Test
  void doesNotTakeMissingTrafficForAGoodSign() {
    facts.upTo(Phase.SOAK);
    facts.measured(0, 0, Duration.ZERO);
    facts.measuredActive =
        Optional.of(new Measurement(facts.now, facts.now, 5000, 0, Duration.ZERO, Duration.ZERO));
    facts.after(7).decide();
    assertThat(facts.state.phase()).as("waits for requests").isEqualTo(Phase.SOAK);
    facts.after(40).decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(facts.state.blames()).isFalse();
    assertThat(cause()).startsWith("no request reached the candidate at 5%");
  }

  @Test
  void goesOnWhenNobodySendsAnythingAtAll() {
    facts.upTo(Phase.SOAK);
    facts.measured(0, 0, Duration.ZERO);
    facts.after(7).decide();
    assertThat(facts.state.phase()).isEqualTo(Phase.SHIFT);
    assertThat(((Stage.Moving) facts.state.stage()).step()).isEqualTo(1);
  }

  @Test
  void rollsBackAtOnceWhenTheCandidateHasNoHealthyMachineLeft() {
    facts.upTo(Phase.SOAK);
    facts.candidate(3, 0);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(facts.state.blames()).isTrue();
  }

  @Test
  void waitsAMomentWhenTheCandidateHasTooFewMachines() {
    Facts late = Facts.routed().upTo(Phase.SOAK);
    late.weights = Weights.of(Slot.GREEN, 100);
    Stage.Soaking soaking = (Stage.Soaking) late.state.stage();
    late.state =
        late.state
            .with(late.state.traffic().asking(late.weights).readBack())
            .with(new Stage.Soaking(soaking.pace(), 2, soaking.stableSince(), Optional.empty()));
    late.candidate(3, 2);
    late.decide();
    assertThat(late.state.course()).isEqualTo(Course.FORWARD);
    assertThat(late.why()).isEqualTo("2 healthy machines for 100% of the traffic, 3 needed");
    late.after(3).decide();
    assertThat(late.state.course()).isEqualTo(Course.ROLL_BACK);
  }

  @Test
  void refusesToRollBackOntoAGenerationThatIsTooSmall() {
    facts.upTo(Phase.SOAK);
    facts.active(3, 1);
    facts.post(Signal.Kind.ROLL_BACK);
    facts.decide();
    assertThat(only(ShiftTraffic.class, facts.settle())).isEmpty();
    facts.after(41).decide();
    assertThat(facts.state.course()).isEqualTo(Course.HALT);
    assertThat(cause()).contains("refusing to roll back: app-g0001 to have 3 healthy machines");
  }

  @Test
  void rollsBackOntoAnythingAliveWhenTheCandidateIsDead() {
    facts.upTo(Phase.SOAK);
    facts.active(3, 1);
    facts.candidate(3, 0);
    assertThat(only(ShiftTraffic.class, facts.settle()))
        .first()
        .extracting(ShiftTraffic::weights)
        .isEqualTo(BACK);
  }

  @Test
  void haltsWhenSomebodyElseSetsTheWeights() {
    facts.upTo(Phase.SOAK);
    facts.weights = Weights.of(Slot.BLUE, 33);
    assertThat(facts.decide().actions()).isEmpty();
    assertThat(facts.state.course()).isEqualTo(Course.HALT);
    assertThat(cause()).contains("somebody else set the weights to blue 33 / green 67");
  }

  @Test
  void setsItsWeightsAgainOnlyAfterAPersonResumed() {
    haltsWhenSomebodyElseSetsTheWeights();
    assertThat(facts.after(60).settle()).isEmpty();
    facts.post(Signal.Kind.RESUME);
    assertThat(facts.settle()).as("nobody watched its health meanwhile").isEmpty();
    assertThat(only(ShiftTraffic.class, facts.after(3).settle()))
        .first()
        .isEqualTo(new ShiftTraffic(Weights.of(Slot.BLUE, 33), Weights.of(Slot.GREEN, 5)));
  }

  @Test
  void bearsAStaleReadOfItsOwnOlderWeights() {
    facts.upTo(Phase.SOAK);
    facts.weights = BACK;
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.FORWARD);
    facts.weights = Weights.of(Slot.GREEN, 5);
    facts.after(1).decide();
    assertThat(facts.state.traffic().strangeSince()).isEmpty();
  }

  @Test
  void movesNoTrafficWhilePausedAndGoesOnWhereItWas() {
    facts.upTo(Phase.SOAK);
    facts.post(Signal.Kind.PAUSE);
    facts.settle();
    facts.after(60).settle();
    assertThat(facts.state.phase()).isEqualTo(Phase.SOAK);
    assertThat(facts.why()).isEqualTo("paused by anna");
    facts.post(Signal.Kind.RESUME);
    facts.decide();
    facts.measured(1000, 0, Duration.ofMillis(10));
    facts.after(7).settle();
    assertThat(((Stage.Moving) facts.state.stage()).step()).isEqualTo(1);
  }

  @Test
  void goesBackWhenAPauseLastsTooLong() {
    facts.upTo(Phase.SOAK);
    facts.post(Signal.Kind.PAUSE);
    facts.settle();
    facts.after(121).decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(cause()).isEqualTo("paused for too long");
  }

  @Test
  void handsTheSettingsOverOnPromotion() {
    facts.upTo(Phase.PROMOTE);
    assertThat(facts.decide().actions())
        .containsExactly(new Configure(facts.candidate.orElseThrow().id(), Facts.BEFORE));
    facts.decide();
    assertThat(facts.state.promoted()).isTrue();
    assertThat(facts.state.phase()).isEqualTo(Phase.RETAIN);
  }

  @Test
  void keepsThePreviousGenerationAsLargeAsTheActiveOne() {
    facts.upTo(Phase.RETAIN);
    facts.candidate(5, 5);
    assertThat(facts.decide().actions())
        .containsExactly(new Resize(facts.active.orElseThrow().id(), 5));
  }

  @Test
  void rollsBackDuringRetention() {
    facts.upTo(Phase.RETAIN);
    facts.post(Signal.Kind.ROLL_BACK);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(only(ShiftTraffic.class, facts.decide().actions()))
        .containsExactly(new ShiftTraffic(Weights.of(Slot.GREEN, 100), BACK));
  }

  @Test
  void endsTheRetentionWhenAsked() {
    facts.upTo(Phase.RETAIN);
    facts.post(Signal.Kind.RELEASE);
    facts.settle();
    assertThat(facts.state.phase()).isEqualTo(Phase.DRAIN);
  }

  @Test
  void retiresOnlyWhatIsEmptyAndEndsOnceItIsGone() {
    facts.upTo(Phase.RETIRE);
    assertThat(only(RetireGeneration.class, facts.decide().actions())).isEmpty();
    facts.active =
        Optional.of(
            Facts.generation(
                1,
                Optional.of(Slot.BLUE),
                Scenarios.OLD,
                0,
                0,
                new Settings(0, 6, new TreeSet<>(), false)));
    assertThat(only(RetireGeneration.class, facts.decide().actions())).hasSize(1);
    facts.active = Optional.empty();
    facts.decide();
    assertThat(facts.state.end().orElseThrow().kind()).isEqualTo(End.Kind.SUCCEEDED);
    assertThat(facts.state.undo()).isEmpty();
  }

  @Test
  void restoresWhatItChangedAndKeepsWhatAPersonChanged() {
    facts.upTo(Phase.WARM_UP);
    facts.post(Signal.Kind.ABORT);
    facts.decide();
    facts.candidate = Optional.empty();
    Settings edited = Settings.of(3, 6, List.of("AZRebalance"), true);
    Generation before = facts.active.orElseThrow();
    facts.active =
        Optional.of(
            new Generation(
                before.id(),
                before.slot(),
                before.image(),
                3,
                edited,
                before.machines(),
                0,
                Optional.empty(),
                before.rollout()));
    assertThat(only(Configure.class, facts.settle()))
        .last()
        .extracting(Configure::settings)
        .isEqualTo(Settings.of(2, 6, List.of("AZRebalance"), true));
  }

  @Test
  void saysWhatEveryWaitIsForSinceWhenUntilWhenAndThen() {
    for (Phase phase :
        List.of(Phase.WARM_UP, Phase.VERIFY, Phase.SHIFT, Phase.SOAK, Phase.RETAIN)) {
      Facts there = Facts.routed().upTo(phase);
      there.candidate(3, phase == Phase.WARM_UP ? 2 : 3);
      Decision decision = there.decide();
      assertThat(decision.waiting()).as(phase.toString()).isPresent();
      Wait wait = decision.waiting().get();
      assertThat(Sentences.of(wait.what())).isNotBlank();
      assertThat(wait.then()).isNotNull();
      assertThat(wait.until().orElseThrow()).isAfter(wait.since());
    }
  }
}
