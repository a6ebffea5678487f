package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Retreat;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every word in every stage: the table that the command line and the decider share. */
class SteeringTest {
  private static final Span SPAN = Span.of(Facts.START, Duration.ofSeconds(30));
  private static final Pace PACE = Pace.of(SPAN);
  private static final Pace PAUSED =
      PACE.paused(new Pace.Pause("anna", Facts.START, Facts.START.plusSeconds(60)));
  private static final Reason WHY = Reason.of(ReasonCode.SAID, "test");
  private static final Retreat BACK = new Retreat(Retreat.Way.ROLL_BACK, WHY, false);
  private static final Optional<java.time.Instant> NEVER = Optional.empty();

  private final Facts asking = Facts.withApproval();

  private static Map<Stage, String> obeyed() {
    Map<Stage, String> table = new LinkedHashMap<>();
    table.put(
        new Stage.Preparing(PACE, false),
        "ABORT ROLL_BACK PAUSE APPROVE REJECT QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.Launching(PAUSED, false),
        "ABORT ROLL_BACK RESUME APPROVE REJECT QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.WarmingUp(PACE, true, NEVER), "ABORT ROLL_BACK PAUSE QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.Verifying(PACE, false, NEVER, NEVER),
        "ABORT ROLL_BACK PAUSE APPROVE REJECT QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.Verified(PACE, false, NEVER),
        "ABORT ROLL_BACK PAUSE APPROVE REJECT QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.Shifting(PACE, 0, NEVER, NEVER), "ABORT ROLL_BACK PAUSE QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.Soaking(PAUSED, 0, NEVER, NEVER),
        "ABORT ROLL_BACK RESUME QUARANTINE HOLD LET_GO");
    table.put(new Stage.Promoting(SPAN), "ABORT ROLL_BACK QUARANTINE HOLD LET_GO");
    table.put(new Stage.Retaining(SPAN), "ROLL_BACK RELEASE QUARANTINE HOLD LET_GO");
    table.put(new Stage.Draining(SPAN, NEVER), "QUARANTINE HOLD LET_GO");
    table.put(new Stage.Retiring(SPAN, false), "QUARANTINE HOLD LET_GO");
    table.put(new Stage.ShiftingBack(SPAN, BACK), "QUARANTINE HOLD LET_GO");
    table.put(new Stage.DrainingBack(SPAN, BACK, NEVER), "QUARANTINE HOLD LET_GO");
    table.put(new Stage.RetiringBack(SPAN, BACK, false), "QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.Halted(new Stage.Soaking(PACE, 0, NEVER, NEVER), WHY),
        "ABORT ROLL_BACK RESUME QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.Halted(new Stage.Retaining(SPAN), WHY),
        "ROLL_BACK RESUME QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.Halted(new Stage.Draining(SPAN, NEVER), WHY), "RESUME QUARANTINE HOLD LET_GO");
    table.put(
        new Stage.Halted(new Stage.ShiftingBack(SPAN, BACK), WHY),
        "ABORT ROLL_BACK RESUME QUARANTINE HOLD LET_GO");
    End end = new End(End.Kind.SUCCEEDED, WHY, Facts.START);
    table.put(new Stage.Ended(new Stage.Retiring(SPAN, true), end), "");
    return table;
  }

  @Test
  void obeysEachWordWhereItHelpsAndNowhereElse() {
    obeyed()
        .forEach(
            (stage, words) -> {
              RolloutState state = asking.state.with(stage);
              String allowed =
                  Stream.of(Signal.Kind.values())
                      .filter(word -> objection(state, word).isEmpty())
                      .map(Signal.Kind::name)
                      .reduce("", (all, word) -> all + " " + word)
                      .strip();
              assertThat(allowed.split(" "))
                  .as("%s", stage)
                  .containsExactlyInAnyOrder(words.split(" "));
            });
  }

  /** It is about what comes after the rollout, which goes on. */
  @Test
  void aHoldLeavesEveryStageAsItIs() {
    for (Stage stage : obeyed().keySet()) {
      if (stage instanceof Stage.Ended) {
        continue;
      }
      Facts facts = Facts.withApproval();
      facts.state = facts.state.with(stage);
      facts.post(Signal.Kind.HOLD, "until released: audit");
      facts.decide();
      assertThat(facts.why()).isEqualTo("held by anna: audit");
      assertThat(facts.last.actions()).isEmpty();
      assertThat(facts.state.stage()).isEqualTo(stage);
      facts.post(Signal.Kind.LET_GO, "");
      facts.decide();
      assertThat(facts.why()).isEqualTo("released by anna");
      assertThat(facts.state.stage()).isEqualTo(stage);
    }
  }

  @Test
  void coversEveryStage() {
    assertThat(obeyed().keySet().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(
            Stream.of(Stage.class.getDeclaredClasses())
                .filter(Class::isRecord)
                .toArray(Class<?>[]::new));
  }

  @Test
  void asksNobodyWhereThePolicyDoesNot() {
    Facts plain = Facts.routed();
    for (Signal.Kind word : new Signal.Kind[] {Signal.Kind.APPROVE, Signal.Kind.REJECT}) {
      assertThat(Steering.objection(plain.fleet.policy(), plain.state, word))
          .contains(Reason.of(ReasonCode.NOBODY_IS_ASKED));
    }
  }

  @Test
  void doesNotLetALateAbortRollAPromotedGenerationBack() {
    Facts late = Facts.routed().upTo(com.pharmaserv.repave.model.Phase.RETAIN);
    late.post(Signal.Kind.ABORT);
    late.decide();
    assertThat(late.state.stage()).isInstanceOf(Stage.Retaining.class);
    assertThat(late.last.why()).isEqualTo(Reason.of(ReasonCode.PROMOTED_ALREADY));
  }

  private Optional<Reason> objection(RolloutState state, Signal.Kind word) {
    return Steering.objection(asking.fleet.policy(), state, word);
  }
}
