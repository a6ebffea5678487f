package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Alarms and commands as gates. */
class ConditionsTest {
  private static final Gate.Alarms ALARMS = new Gate.Alarms(List.of("errors"));
  private static final Gate.Command SMOKE =
      new Gate.Command("./smoke.sh --fast\n", Duration.ofSeconds(4));

  private Facts facts = Facts.gated(true, ALARMS);

  private void alarm(Alarm.State state) {
    facts.alarms = Optional.of(List.of(new Alarm("errors", state, "because")));
  }

  private void check(Check.State state, Instant since) {
    facts.checks = Map.of(SMOKE, new Check(state, since, "exit code 1: no answer"));
  }

  private String cause() {
    return facts.cause();
  }

  private Wants wants() {
    return Wants.of(facts.fleet, facts.state, facts.now);
  }

  private void soaked() {
    facts.upTo(Phase.SOAK).measured(1000, 0, Duration.ofMillis(10));
    facts.now = facts.state.until();
  }

  @Test
  void takesTheTrafficBackWhenAnAlarmFiresDuringASoak() {
    facts.upTo(Phase.SOAK);
    alarm(Alarm.State.FIRING);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(facts.state.blames()).isTrue();
    assertThat(cause()).isEqualTo("alarm 'errors' fires: because");
  }

  @Test
  void abortsWhenAnAlarmFiresDuringVerify() {
    facts.upTo(Phase.VERIFY);
    alarm(Alarm.State.FIRING);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ABORT);
    assertThat(facts.state.blames()).isTrue();
  }

  @Test
  void blamesNothingWhenAnAlarmFiresBeforeTheFirstTraffic() {
    facts.upTo(Phase.SHIFT);
    alarm(Alarm.State.FIRING);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ABORT);
    assertThat(facts.state.blames()).isFalse();
  }

  @Test
  void doesNotTakeAnAlarmWithoutDataForAGoodSign() {
    soaked();
    alarm(Alarm.State.UNKNOWN);
    facts.decide();
    assertThat(facts.state.phase()).isEqualTo(Phase.SOAK);
    assertThat(facts.why()).isEqualTo("alarm 'errors' to have data: because");
    facts.after(40).decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(facts.state.blames()).isFalse();
    assertThat(cause()).isEqualTo("waited in vain for alarm 'errors' to have data: because");
  }

  @Test
  void goesOnAsSoonAsAnAlarmHasDataAndIsQuiet() {
    soaked();
    alarm(Alarm.State.UNKNOWN);
    facts.decide();
    alarm(Alarm.State.QUIET);
    facts.after(1).decide();
    assertThat(facts.state.phase()).isEqualTo(Phase.SHIFT);
    assertThat(((Stage.Moving) facts.state.stage()).step()).isEqualTo(1);
  }

  @Test
  void letsAnAlarmHaveNoDataWhileNobodySendsAnything() {
    facts.upTo(Phase.SOAK).measured(0, 0, Duration.ZERO);
    facts.measuredActive =
        Optional.of(new Measurement(facts.now, facts.now, 0, 0, Duration.ZERO, Duration.ZERO));
    facts.now = facts.state.until();
    alarm(Alarm.State.UNKNOWN);
    facts.decide();
    assertThat(facts.state.phase()).isEqualTo(Phase.SHIFT);
  }

  @Test
  void doesNotTakeUnreadableAlarmsForAGoodSign() {
    soaked();
    facts.decide();
    assertThat(facts.why()).isEqualTo("alarms to be readable");
    facts.after(40).decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(facts.state.blames()).isFalse();
  }

  @Test
  void watchesAlarmsOfAFleetWithoutARouteToo() {
    facts = Facts.gated(false, ALARMS);
    facts.upTo(Phase.SOAK);
    assertThat(wants().alarms()).containsExactly("errors");
    alarm(Alarm.State.FIRING);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(facts.state.blames()).isTrue();
  }

  @Test
  void givesAlarmsOfAFirstRolloutTimeToBecomeQuiet() {
    facts.active = Optional.empty();
    facts.weights = Weights.of(Slot.GREEN, 0);
    facts.state = first();
    facts.upTo(Phase.SOAK).measured(1000, 0, Duration.ofMillis(10));
    alarm(Alarm.State.FIRING);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.FORWARD);
    facts.now = facts.state.until();
    facts.decide();
    assertThat(facts.why()).isEqualTo("alarm 'errors' to become quiet: because");
    alarm(Alarm.State.QUIET);
    facts.decide();
    assertThat(facts.state.phase()).isEqualTo(Phase.PROMOTE);
  }

  private RolloutState first() {
    Opening opening =
        Opening.open(
            facts.fleet,
            Facts.image(Scenarios.NEW),
            facts.view(),
            Optional.empty(),
            List.of(),
            "test",
            false,
            facts.now);
    return ((Opening.Opened) opening).state();
  }

  @Test
  void readsAlarmsOnlyWhileTheySaySomethingAboutTheCandidate() {
    assertThat(wants().alarms()).as("prepare").isEmpty();
    facts.upTo(Phase.VERIFY);
    assertThat(wants().alarms()).as("verify").containsExactly("errors");
    facts.upTo(Phase.SHIFT);
    assertThat(wants().alarms()).as("shift").containsExactly("errors");
    alarm(Alarm.State.QUIET);
    facts.upTo(Phase.SOAK);
    assertThat(wants().alarms()).as("soak").containsExactly("errors");
    facts.upTo(Phase.RETAIN);
    assertThat(wants().alarms()).as("retain").isEmpty();
  }

  @Test
  void runsACommandNearTheEndOfTheSoakOnly() {
    facts = Facts.gated(true, SMOKE);
    facts.upTo(Phase.SOAK);
    assertThat(wants().commands()).isEmpty();
    facts.now = facts.state.until().minus(SMOKE.timeout());
    assertThat(wants().commands()).containsExactly(SMOKE);
  }

  @Test
  void waitsForACommandThatRuns() {
    facts = Facts.gated(true, SMOKE);
    soaked();
    facts.decide();
    assertThat(facts.why()).isEqualTo("command './smoke.sh --fast' to end");
    check(Check.State.RUNNING, facts.now.minusSeconds(1));
    Decision waits = facts.after(1).decide();
    assertThat(waits.waiting().orElseThrow().until()).contains(facts.now.plusSeconds(4 + 40 - 2));
    check(Check.State.PASSED, facts.now);
    facts.after(1).decide();
    assertThat(facts.state.phase()).isEqualTo(Phase.SHIFT);
  }

  @Test
  void takesTheTrafficBackWhenACommandFails() {
    facts = Facts.gated(true, SMOKE);
    facts.upTo(Phase.SOAK).after(3);
    check(Check.State.FAILED, facts.now);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(facts.state.blames()).isTrue();
    assertThat(cause())
        .isEqualTo("gate command './smoke.sh --fast' failed: exit code 1: no answer");
  }

  @Test
  void blamesNothingWhenACommandCannotBeRun() {
    facts = Facts.gated(true, SMOKE);
    facts.upTo(Phase.SOAK).after(3);
    check(Check.State.BROKEN, facts.now);
    facts.decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(facts.state.blames()).isFalse();
  }

  @Test
  void doesNotWaitForeverForACommandThatShouldHaveBeenKilled() {
    facts = Facts.gated(true, SMOKE);
    soaked();
    check(Check.State.RUNNING, facts.now);
    facts.after(4 + 40).decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
    assertThat(cause()).isEqualTo("command './smoke.sh --fast' did not end");
  }

  @Test
  void neverPromotesWithoutTheCommand() {
    facts = Facts.gated(true, SMOKE);
    facts.upTo(Phase.SOAK).measured(0, 0, Duration.ZERO);
    facts.now = facts.state.until();
    facts.decide();
    assertThat(facts.state.phase()).as("nobody sends anything").isEqualTo(Phase.SOAK);
    facts.after(40).decide();
    assertThat(facts.state.course()).isEqualTo(Course.ROLL_BACK);
  }

  @Test
  void runsNoCommandWhilePaused() {
    facts = Facts.gated(true, SMOKE);
    facts.upTo(Phase.SOAK);
    facts.post(Signal.Kind.PAUSE);
    facts.decide();
    facts.now = facts.state.until();
    assertThat(wants().commands()).isEmpty();
  }
}
