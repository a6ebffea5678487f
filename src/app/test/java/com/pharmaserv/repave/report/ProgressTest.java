package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Wait;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final Weights BEFORE = new Weights(100, 0);
  private static final Weights STEP = new Weights(75, 25);
  private static final String HOSTILE = "bad\u001b[2J\u001b[31m news\r\nsecond \u202eline \u200b";

  private final StringWriter written = new StringWriter();

  @Test
  void plainTranscriptMatchesItsFile() throws IOException {
    play(Scenes.look(false, false, 80));

    Golden.check(Path.of("test/resources/report/progress-plain.txt"), written.toString());
  }

  @Test
  void liveTranscriptMatchesItsFile() throws IOException {
    play(Scenes.look(true, true, 100));

    Golden.check(
        Path.of("test/resources/report/progress-live.txt"),
        written.toString().replace('\u001b', '^'));
  }

  @Test
  void haltSaysWhatAPersonCanDo() throws IOException {
    Tale tale = second();
    RolloutState halted = halted(tale.state(), "refusing to roll back: hello-g0001 is gone");
    try (Progress progress = progress(Scenes.look(false, false, 80))) {
      turn(progress, STEP, 3, Scenes.moves(tale.state(), "25% is on hello-g0002"), tale.now());
      Reason cause = halted.cause().orElseThrow();
      Wait wait = new Wait(cause, halted.since(), Optional.empty(), Then.A_PERSON);
      Decision decision = new Decision(halted, List.of(), cause, Optional.of(wait), tale.now());
      turn(progress, STEP, 3, decision, tale.now());
    }

    Golden.check(Path.of("test/resources/report/progress-halted.txt"), written.toString());
  }

  @Test
  void movingCountersAreToldEveryFiveSecondsAtMost() {
    RolloutState state = second().phase(Phase.SOAK, "soak").state();
    Progress progress = progress(Scenes.look(false, false, 80));
    for (int i = 0; i < 300; i++) {
      Instant at = Tale.START.plusMillis(200L * i);
      turn(progress, STEP, 3, Scenes.waits(state, "soak: " + i + " requests", Then.DECIDE), at);
    }

    assertThat(written.toString().lines().count()).isBetween(10L, 14L);
  }

  @Test
  void sentencesThatTakeTurnsAreToldEveryFiveSecondsAtMost() {
    RolloutState state = second().phase(Phase.WARM_UP, "warm-up").state();
    Progress progress = progress(Scenes.look(false, false, 80));
    for (int i = 0; i < 300; i++) {
      String what = i % 2 == 0 ? "all machines to stay healthy" : "zone b to have a machine";
      turn(
          progress,
          BEFORE,
          3,
          Scenes.waits(state, what, Then.ABORT),
          Tale.START.plusMillis(200L * i));
    }

    assertThat(written.toString().lines().count()).isBetween(10L, 15L);
  }

  @Test
  void longSilenceIsBrokenOnceAMinute() {
    RolloutState state = second().phase(Phase.RETAIN, "retain").state();
    Progress progress = progress(Scenes.look(false, false, 80));
    for (int i = 0; i < 600; i++) {
      Instant at = Tale.START.plusSeconds(i);
      turn(progress, STEP, 3, Scenes.waits(state, "hello-g0001 is kept warm", Then.DRAIN), at);
    }

    assertThat(written.toString().lines().count()).isEqualTo(1 + 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 20, 40, 60, 79, 80, 100, 200})
  void blockIsNeverWiderThanTheTerminal(int width) {
    Look look = Scenes.look(true, false, width);
    Tale tale = second();
    RolloutState halted = halted(tale.state(), HOSTILE.repeat(9));
    for (Phase phase : Phase.values()) {
      RolloutState state = tale.phase(phase, "x").state();
      for (RolloutState each : List.of(state, halted)) {
        FleetView view = Scenes.view(tale.now(), each, STEP, 2);
        Decision decision = Scenes.waits(each, HOSTILE.repeat(9), Then.GO_BACK);
        for (Line line : new LiveBlock(look).lines(Scenes.FLEET, view, decision, tale.now())) {
          String row = line.row(look);
          assertThat(Columns.width(row)).as(row).isLessThan(width);
          assertThat(row).doesNotContain("\u001b", "\n", "\r", "\u202e");
        }
      }
    }
  }

  @Test
  void coloursDoNotChangeWhatIsShown() {
    Tale tale = second();
    FleetView view = Scenes.view(tale.now(), tale.state(), STEP, 2);
    Decision decision = Scenes.waits(tale.state(), "the route", Then.ROLL_BACK);
    Look plain = Scenes.look(true, false, 70);
    Look coloured = Scenes.look(true, true, 70);
    List<Line> lines = new LiveBlock(plain).lines(Scenes.FLEET, view, decision, tale.now());

    for (Line line : lines) {
      assertThat(line.row(coloured).replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(line.row(plain));
    }
  }

  @Test
  void dumbTerminalGetsPlainLines() {
    Look dumb = Look.terminal("dumb", false, true, 0, ZoneOffset.UTC);
    play(dumb);

    assertThat(dumb.width()).isEqualTo(Look.WIDTH_DEFAULT);
    assertThat(written.toString()).doesNotContain("\u001b");
  }

  @Test
  void noColourKeepsTheBlockButNotTheInks() {
    Look look = Look.terminal("xterm", true, true, 80, ZoneOffset.UTC);
    play(look);

    assertThat(written.toString()).contains("\u001b[J").doesNotContainPattern("\u001b\\[[0-9;]*m");
  }

  @Test
  void finishLeavesNothingOfTheBlock() {
    Screen screen = new Screen();
    Tale tale = second();
    Progress progress = progress(Scenes.look(true, true, 80));
    turn(progress, STEP, 2, Scenes.waits(tale.state(), "the route", Then.ROLL_BACK), tale.now());
    screen.write(written.toString());
    assertThat(screen.text()).contains("traffic").contains("the route");
    progress.tick(tale.now().plusSeconds(2));
    progress.note("a line that stays", tale.now());
    progress.finish();
    screen = new Screen();
    screen.write(written.toString());

    assertThat(screen.text())
        .contains("a line that stays")
        .doesNotContain("traffic")
        .doesNotContain("waits for")
        .endsWith("a line that stays\n");
  }

  @Test
  void turnsAfterTheEndOfTheShowAreNotShown() {
    Tale tale = second();
    Progress progress = progress(Scenes.look(true, true, 80));
    turn(progress, STEP, 2, Scenes.waits(tale.state(), "the route", Then.ROLL_BACK), tale.now());
    progress.finish();
    String before = written.toString();
    turn(progress, STEP, 2, Scenes.waits(tale.state(), "late", Then.ROLL_BACK), tale.now());
    progress.tick(tale.now());

    assertThat(written.toString()).isEqualTo(before);
  }

  private Progress progress(Look look) {
    return new Progress(new PrintWriter(written), look);
  }

  private static Tale second() {
    Tale tale = new Tale(Scenes.ID, Tale.START);
    tale.ready(1, "first").step(0, 100, 500).finish(100).after(1_000);
    return tale.ready(2, "rotation: hello 2 is newer");
  }

  private static RolloutState halted(RolloutState state, String cause) {
    return state.with(new Stage.Halted(state.way(), Scenes.said(cause)));
  }

  private static void turn(
      Progress progress, Weights weights, int healthy, Decision decision, Instant at) {
    FleetView view = Scenes.view(at, decision.next(), weights, healthy);
    progress.turned(Scenes.FLEET, view, decision, at);
  }

  /** A rollout that goes well to 25%, and then back. */
  private void play(Look look) {
    Tale tale = new Tale(Scenes.ID, Tale.START);
    tale.ready(1, "first").step(0, 100, 500).finish(100).after(1_000);
    tale.begin(Tale.image(2), "rotation: hello 2 is newer");
    try (Progress progress = progress(look)) {
      turn(progress, BEFORE, 0, Scenes.moves(tale.state(), "hello-g0001 is pinned"), tale.now());
      tale.phase(Phase.LAUNCH, "hello-g0001 is pinned").after(500);
      Action resize = new Action.Resize(tale.state().to().generation(), 3);
      for (int healthy = 0; healthy < 3; healthy++) {
        Reason what =
            Reason.of(ReasonCode.MACHINES_STARTING, tale.state().to().generation(), healthy, 3);
        turn(
            progress,
            BEFORE,
            healthy,
            Scenes.waits(tale.state(), what, Then.ABORT, resize),
            tale.after(700).now());
      }
      tale.phase(Phase.SOAK, "x");
      Reason shifted = Reason.of(ReasonCode.SHARE_SHIFTED, 25, "hello-g0002");
      turn(progress, STEP, 3, Scenes.moves(tale.state(), shifted), tale.now());
      turn(
          progress,
          STEP,
          3,
          Scenes.waits(tale.state(), Reason.of(ReasonCode.SOAKING, 25), Then.DECIDE),
          tale.after(900).now());
      tale.rollBack("gate error-rate failed: 42.9% of 21 requests, at most 1% allowed");
      End end = tale.state().end().orElseThrow();
      RolloutState back = backAtFirst(tale);
      turn(
          progress,
          STEP,
          3,
          Scenes.waits(back, "the route to show blue 100 / green 0", Then.HALT),
          tale.now());
      turn(progress, BEFORE, 3, Scenes.moves(tale.state(), end.reason()), tale.after(800).now());
    }
  }

  /** The state right after it turned round. */
  private static RolloutState backAtFirst(Tale tale) {
    return tale.records().stream()
        .map(JournalRecord::entry)
        .filter(Decided.class::isInstance)
        .map(entry -> ((Decided) entry).state())
        .filter(state -> state.stage() instanceof Stage.ShiftingBack)
        .findFirst()
        .orElseThrow();
  }
}
