package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.RealProject.Said;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Judged;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.testing.Until;
import com.pharmaserv.repave.wiring.Holder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Several tools at one fleet: one acts, the others are told who, or tell it what to do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoToolsIT {
  private static final Duration PHASE_MAX = Duration.ofMinutes(2);
  private static final String SLOW_AND_ASKING =
      """
      steps: [50, 100]
            soak: 30s
            final-soak: 30s
            retention: 30s
            approval: true""";

  private static final String SLOW =
      """
      steps: [50, 100]
            soak: 4s
            final-soak: 100ms
            retention: 0s""";

  private RealProject real;
  private final List<ImageId> images = new ArrayList<>();

  @BeforeAll
  void startFleet() throws Exception {
    real = RealProject.start(TwoToolsIT.class);
    images.add(real.bake("1"));
    images.add(real.bake("2"));
    Said said = run("roll", "--image", images.get(0).digest());
    assertThat(said.code()).as(said.toString()).isZero();
  }

  @AfterAll
  void stopCloud() throws Exception {
    real.stop();
  }

  @Test
  void oneOfTwoToolsActsAndTheOtherSaysWhoHoldsTheFleet() throws Exception {
    real.policy(SLOW);
    int number = rollout().number();
    String image = other();
    try (RealRun one = start("roll", "--image", image);
        RealRun two = start("roll", "--image", image)) {
      List<Integer> codes = List.of(one.end(), two.end());

      assertThat(codes).as(one.err() + two.err()).containsExactlyInAnyOrder(0, ExitCode.HELD);
      RealRun winner = codes.get(0) == 0 ? one : two;
      RealRun loser = codes.get(0) == 0 ? two : one;
      assertThat(loser.err())
          .matches(
              "(?s).*repave: fleet local-eu/hello is held by \\S+@\\S+ pid "
                  + winner.process().pid()
                  + "\\b.* since \\S+Z.* until \\S+Z.* \\(epoch \\d+\\).*");
    }
    assertThat(rollout().number()).as("only one rollout was opened").isEqualTo(number + 1);
    CleanFleet.check(real, End.Kind.SUCCEEDED);
  }

  @Test
  void hearsWhatOtherToolsSay() throws Exception {
    real.policy(SLOW_AND_ASKING);
    try (RealRun rolling = start("roll", "--image", other())) {
      until("waits for approval", state -> state.stage() instanceof Stage.Verified);
      told("pause", "--reason", "lunch");
      assertThat(real.latest().orElseThrow().pause()).isPresent();
      Said again = run("pause");
      assertThat(again.code()).isEqualTo(ExitCode.FAILED);
      assertThat(again.err()).contains("is paused already, by " + Holder.user());
      told("resume");
      assertThat(real.latest().orElseThrow().pause()).isEmpty();
      told("approve", "--reason", "change 4711");
      until("soaks", state -> state.phase() == Phase.SOAK);
      told("rollback", "--reason", "orders time out");

      assertThat(rolling.end()).as(rolling.err()).isEqualTo(ExitCode.ROLLED_BACK);
      assertThat(rolling.out()).contains("rolled-back", "orders time out");
    }
    CleanFleet.check(real, End.Kind.ROLLED_BACK);
    assertThat(heard())
        .containsExactly(
            Signal.Kind.PAUSE, Signal.Kind.RESUME, Signal.Kind.APPROVE, Signal.Kind.ROLL_BACK);
  }

  @Test
  void retiresTheCandidateWhenAnotherToolRejectsOrAborts() throws Exception {
    real.policy(SLOW_AND_ASKING);
    for (String word : List.of("reject", "abort")) {
      try (RealRun rolling = start("roll", "--image", other())) {
        until("waits for approval", state -> state.stage() instanceof Stage.Verified);
        told(word, "--reason", "not tonight");

        assertThat(rolling.end()).as(rolling.err()).isEqualTo(ExitCode.FAILED);
        assertThat(rolling.out()).contains("failed-clean", "not tonight");
      }
      CleanFleet.check(real, End.Kind.FAILED_CLEAN);
    }
  }

  @Test
  void goesOnAfterCtrlC() throws Exception {
    real.policy(SLOW);
    try (RealRun rolling = real.start(listening(), Main.class, roll(other()))) {
      until("soaks", state -> state.phase() == Phase.SOAK);
      rolling.signal("INT");

      assertThat(rolling.end()).as("what the system makes of SIGINT").isEqualTo(128 + 2);
      assertThat(rolling.err())
          .contains("Nothing is lost: 'repave resume -e local-eu hello' goes on");
    }
    assertThat(real.latest().orElseThrow().course()).isEqualTo(Course.FORWARD);
    assertThat(real.latest().orElseThrow().ended()).isFalse();
    Said said = run("resume");
    assertThat(said.code()).as(said.toString()).isZero();
    CleanFleet.check(real, End.Kind.SUCCEEDED);
  }

  @Test
  void takesOverFromAToolThatHangsOnlyWhenItsLeaseIsOver() throws Exception {
    real.policy(SLOW);
    try (RealRun hung = start("roll", "--image", other())) {
      until("soaks", state -> state.phase() == Phase.SOAK);
      hung.signal("STOP");
      Said early = run("roll");
      assertThat(early.code()).as(early.toString()).isEqualTo(ExitCode.HELD);
      Until.holds(
          "the lease runs out",
          Leases.TERM.plusSeconds(5),
          () -> real.cloud().leases().current(real.fleet().id()).isEmpty());
      Said late = run("resume");
      assertThat(late.code()).as(late.toString()).isZero();
      int records = real.records().size();
      hung.signal("CONT");

      assertThat(hung.end()).as(hung.err()).isEqualTo(ExitCode.HELD);
      assertThat(real.records()).as("the one that woke up wrote nothing").hasSize(records);
    }
    CleanFleet.check(real, End.Kind.SUCCEEDED);
  }

  /** Another tool than the rolling one: for its signals, this very process. */
  private void told(String... words) {
    Said said = run(words);
    assertThat(said.code()).as(said.toString()).isZero();
    assertThat(said.out()).contains("heard it (driven by ");
  }

  private Said run(String... words) {
    return real.run(line(words).toArray(new String[0]));
  }

  private RealRun start(String... words) throws Exception {
    return real.start(line(words).toArray(new String[0]));
  }

  private static List<String> line(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("-e", RealProject.ENVIRONMENT));
    return line;
  }

  private static List<String> roll(String image) {
    return line("roll", "--image", image);
  }

  private void until(String what, Predicate<RolloutState> condition) {
    Until.holds(
        "the rollout " + what,
        PHASE_MAX,
        () -> real.latest().filter(s -> !s.ended()).filter(condition).isPresent());
  }

  /** What people said to the latest rollout. */
  private List<Signal.Kind> heard() throws Exception {
    RolloutId latest = rollout();
    return real.records().stream()
        .map(JournalRecord::entry)
        .filter(Judged.class::isInstance)
        .map(Judged.class::cast)
        .filter(judged -> judged.rollout().equals(latest))
        .map(judged -> judged.signal().kind())
        .toList();
  }

  private RolloutId rollout() throws Exception {
    return real.latest().orElseThrow().id();
  }

  /** The image that does not carry the fleet. */
  private String other() throws Exception {
    ImageId running = real.latest().orElseThrow().active().orElseThrow().image();
    return images.get(1 - images.indexOf(running)).digest();
  }

  /**
   * Words before a command so that it hears Ctrl-C even where the test does not: what a job in the
   * background was started to ignore, its children ignore, too.
   */
  private static List<String> listening() throws Exception {
    long ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
            .findFirst()
            .orElse(0L);
    boolean deaf = (ignored & 2) != 0;
    return deaf ? List.of("env", "--default-signal=INT") : List.of();
  }
}
