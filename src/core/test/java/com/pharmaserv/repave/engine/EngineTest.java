package com.pharmaserv.repave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.engine.Engine.BlindException;
import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.JournalEntry.Judged;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.plan.Holds;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One turn, and how turns follow each other. */
class EngineTest {
  private static final Reason WHY = Reason.of(ReasonCode.OPENED, "test");

  private final Bench bench = Bench.routed();
  private final Tape tape = bench.tape;
  private Engine engine;

  @BeforeEach
  void open() throws Exception {
    engine = bench.engine();
  }

  private Instant now() {
    return bench.world.now();
  }

  private void pass(int seconds) {
    bench.world.advance(Duration.ofSeconds(seconds));
  }

  /** Takes a turn; returns how long after its decision the next one is due. */
  private Duration turn() throws Exception {
    Instant next = engine.turn();
    List<Instant> decided = tape.times("decide");
    return Duration.between(decided.get(decided.size() - 1), next);
  }

  private RolloutState at(Stage stage) {
    return engine.state().with(stage);
  }

  private Stage.Launching launching() {
    return new Stage.Launching(Pace.of(Span.of(now(), Duration.ofSeconds(90))), false);
  }

  @Test
  void looksAgainAtOnceAfterAnEffectThatWorked() throws Exception {
    bench.wants(bench.configure(5));
    assertThat(turn()).isZero();
  }

  @Test
  void waitsAfterAnEffectThatWasRefused() throws Exception {
    bench.wants(bench.configure(5));
    tape.refuse("configure");
    assertThat(turn()).isEqualTo(Bench.LOOK);
  }

  @Test
  void waitsWhenItRepeatsWhatItDid() throws Exception {
    bench.wants(bench.configure(5));
    assertThat(turn()).isZero();
    assertThat(turn()).isEqualTo(Bench.LOOK);
    bench.wants(bench.configure(6));
    assertThat(turn()).as("something else").isZero();
  }

  @Test
  void waitsWhenThereWasNothingToDo() throws Exception {
    bench.wants(bench.configure(5));
    turn();
    bench.wants();
    assertThat(turn()).isEqualTo(Bench.LOOK);
  }

  @Test
  void waitsWhenOnlyAPartWasDone() throws Exception {
    bench.wants(bench.configure(5), bench.resize(4));
    tape.slow("configure", 11);
    assertThat(turn()).isEqualTo(Bench.LOOK);
  }

  @Test
  void looksAtOnceWhenTheStageOrTheCourseHasChanged() throws Exception {
    bench.goes(at(launching()));
    assertThat(turn()).as("another stage").isZero();
    assertThat(turn()).as("the same stage").isEqualTo(Bench.LOOK);
    bench.goes(at(new Stage.Halted(launching(), WHY)));
    assertThat(turn()).as("another course in the same phase").isZero();
  }

  @Test
  void restsOnceItHasHaltedOrEnded() throws Exception {
    assertThat(engine.atRest()).isFalse();
    bench.goes(at(new Stage.Halted(launching(), WHY)));
    engine.turn();
    assertThat(engine.atRest()).as("halted").isTrue();
    bench.goes(at(launching()));
    engine.turn();
    assertThat(engine.atRest()).as("resumed").isFalse();
    bench.goes(
        at(new Stage.Ended(launching(), new End(End.Kind.FAILED_CLEAN, WHY, bench.world.now()))));
    engine.turn();
    assertThat(engine.atRest()).as("ended").isTrue();
  }

  @Test
  void writesNothingWithoutNews() throws Exception {
    engine.turn();
    assertThat(tape.names()).containsExactly("observe", "decide");
  }

  @Test
  void writesWhatChangesWithoutAnEffect() throws Exception {
    bench.goes(at(launching()));
    engine.turn();
    assertThat(tape.names()).containsExactly("observe", "decide", "Decided");
    assertThat(engine.state()).isEqualTo(Pilot.latest(bench.ports.journal()).orElseThrow());
  }

  @Test
  void hasDecisionAndIntentOnDiskBeforeTheEffectAndItsOutcomeAfterIt() throws Exception {
    bench.wants(bench.configure(5), new Action.PointTestRoute(Slot.GREEN));
    engine.turn();
    assertThat(tape.names())
        .containsExactly(
            "observe",
            "decide",
            "Decided",
            "Intended",
            "configure",
            "Happened",
            "Intended",
            "point-test-route",
            "Happened");
  }

  @Test
  void recordsTheWordsThatWereHeardAndNoOthers() throws Exception {
    bench.post(Signal.Kind.PAUSE);
    bench.post(Signal.Kind.RESUME);
    bench.post(Signal.Kind.ABORT);
    bench.goes(engine.state().heard(1));
    engine.turn();
    assertThat(judged()).containsExactly(1L);
    bench.goes(engine.state().heard(2));
    engine.turn();
    assertThat(judged()).containsExactly(1L, 2L);
    assertThat(tape.names("Judged", "Decided"))
        .containsExactly("Judged", "Decided", "Judged", "Decided");
  }

  @Test
  void writesAWordAboutTheFleetDownOnceWhoeverElseMayHaveDoneSo() throws Exception {
    Signal first = bench.post(Signal.Kind.HOLD, "until released: audit");
    bench.goes(engine.state().heard(1));
    engine.turn();
    assertThat(tape.names("Held", "Judged", "Decided")).containsExactly("Held", "Decided");
    assertThat(bench.ports.journal().hold()).contains(Hold.parse(first));

    Signal second = bench.post(Signal.Kind.LET_GO, "over");
    bench.ports.journal().append(Holds.word(second).orElseThrow(), 1);
    bench.goes(engine.state().heard(2));
    engine.turn();
    assertThat(tape.names("Released")).hasSize(1);
    assertThat(bench.ports.journal().hold()).isEmpty();
  }

  private List<Long> judged() throws Exception {
    return bench.journaled().stream()
        .filter(Judged.class::isInstance)
        .map(entry -> ((Judged) entry).signal().number())
        .toList();
  }

  @Test
  void dropsTheRestOfADecisionAfterAFailure() throws Exception {
    bench.wants(bench.configure(5), bench.resize(4));
    tape.refuse("configure");
    engine.turn();
    assertThat(tape.names("configure", "resize")).containsExactly("configure");
  }

  @Test
  void dropsWhatRestsOnAnOldLook() throws Exception {
    bench.wants(bench.configure(5), bench.resize(4));
    tape.slow("configure", 9);
    engine.turn();
    assertThat(tape.names("configure", "resize")).containsExactly("configure", "resize");
    tape.clear();
    tape.slow("configure", 11);
    engine.turn();
    assertThat(tape.names("configure", "resize")).containsExactly("configure");
    tape.clear();
    tape.slow("decide", 11);
    engine.turn();
    assertThat(tape.names("configure", "resize")).isEmpty();
  }

  @Test
  void tellsTheDeciderWhatItTriedLast() throws Exception {
    bench.wants(bench.configure(5), bench.resize(4));
    tape.refuse("resize");
    engine.turn();
    engine.turn();
    assertThat(bench.seen.get(0).tried()).isEmpty();
    assertThat(bench.seen.get(1).tried())
        .extracting(tried -> tried.failure().isPresent())
        .containsExactly(false, true);
  }

  @Test
  void looksAgainWhenLookingTookMuchLongerThanBefore() throws Exception {
    engine.turn();
    tape.clear();
    tape.slow("observe", 11);
    Instant next = engine.turn();
    assertThat(tape.names("decide")).isEmpty();
    assertThat(next).isEqualTo(now().plusSeconds(2));
    tape.slow("observe", 11);
    bench.wants(bench.configure(5));
    tape.slow("decide", 9);
    assertThat(turn()).as("a look as slow as the one before").isZero();
    assertThat(tape.names("decide", "configure")).containsExactly("decide", "configure");
  }

  @Test
  void tellsTheDeciderForHowLongNobodyLooked() throws Exception {
    pass(60);
    engine.turn();
    assertThat(bench.seen.get(0).unwatched()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void callsWhatItMeantToWaitNoGap() throws Exception {
    for (int i = 0; i < 6; i++) {
      bench.world.advanceTo(engine.turn());
    }
    assertThat(bench.seen).hasSize(6).allMatch(seen -> seen.unwatched().isZero());
  }

  @Test
  void asksABlindWorldEveryTwoSecondsAndDecidesNothing() throws Exception {
    bench.wants(bench.configure(5));
    engine.turn();
    tape.clear();
    tape.refuse("observe");
    assertThat(engine.turn()).isEqualTo(now().plusSeconds(2));
    assertThat(tape.names()).containsExactly("observe");
    engine.turn();
    assertThat(bench.seen.get(1).tried()).as("not known any more").isEmpty();
  }

  @Test
  void givesUpOnAWorldThatItCannotSeeForTenMinutes() throws Exception {
    Instant since = now().plus(Bench.CALL);
    blindUntil(since.plus(Engine.BLIND_MAX).minusMillis(1));
    tape.refuse("observe");
    bench.world.advanceTo(since.plus(Engine.BLIND_MAX).minus(Bench.CALL));
    assertThatThrownBy(engine::turn)
        .isInstanceOf(BlindException.class)
        .hasMessageContaining("sim-eu/app could not be observed since " + since)
        .hasMessageContaining("rate exceeded");
  }

  @Test
  void countsBlindnessFromTheLatestLook() throws Exception {
    blindUntil(now().plus(Duration.ofMinutes(9)));
    engine.turn();
    blindUntil(now().plus(Duration.ofMinutes(9)));
    engine.turn();
    assertThat(tape.names("decide")).hasSize(2);
  }

  /** The world cannot be observed, now and at that time; few looks in between. */
  private void blindUntil(Instant end) throws Exception {
    tape.refuse("observe");
    engine.turn();
    bench.world.advanceTo(end.minus(Bench.CALL));
    tape.refuse("observe");
    engine.turn();
  }

  @Test
  void renewsTheLeaseBeforeItLooks() throws Exception {
    pass(11);
    engine.turn();
    assertThat(tape.names()).containsExactly("renew", "observe", "decide");
  }

  @Test
  void renewsTheLeaseAfterItLooked() throws Exception {
    pass(5);
    tape.slow("observe", 9);
    engine.turn();
    assertThat(tape.names()).containsExactly("observe", "renew", "decide");
  }

  @Test
  void stopsWhenTheLeaseIsSomebodyElsesBeforeItLooks() {
    bench.steal();
    assertThatThrownBy(engine::turn).isInstanceOf(LeaseHeldException.class);
    assertThat(tape.names()).containsExactly("renew");
  }

  @Test
  void stopsWhenTheLeaseIsLostWhileItLooks() {
    bench.wants(bench.configure(5));
    tape.during("observe", bench::steal);
    assertThatThrownBy(engine::turn).isInstanceOf(LeaseHeldException.class);
    assertThat(tape.names()).containsExactly("observe", "renew");
  }

  @Test
  void tellsTheWatcherOfEachTurn() throws Exception {
    engine.turn();
    Duration at = Duration.between(World.START, tape.times("decide").get(0));
    assertThat(bench.watched)
        .containsExactly("sim-eu/app with 1 generations, 0 actions, after " + at);
    engine.turn();
    assertThat(bench.watched).hasSize(2);
  }
}
