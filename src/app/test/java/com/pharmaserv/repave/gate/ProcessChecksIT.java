package com.pharmaserv.repave.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.port.Checks;
import com.pharmaserv.repave.port.ChecksContract;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.Until;
import com.pharmaserv.repave.wiring.SystemTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of gates as real processes. */
class ProcessChecksIT extends ChecksContract {
  private static final int CROWD = 200;
  private static final Duration MOMENT = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final SystemTime time = new SystemTime(Clock.systemUTC());

  @Override
  protected Checks checks() {
    return checks(fleet -> Map.of("REPAVE_PROBE", "https://test.app.localhost/"));
  }

  private Checks checks(ProcessChecks.Place place) {
    return new ProcessChecks(folder, time, place);
  }

  @Override
  protected Gate.Command command(boolean succeeds) {
    return command(succeeds ? "sleep 0.2" : "sleep 0.2; exit 1", PATIENCE);
  }

  private static Gate.Command command(String shell, Duration timeout) {
    return new Gate.Command(shell, timeout);
  }

  @Override
  protected void pause() throws InterruptedException {
    time.sleepUntil(time.now().plus(MOMENT));
  }

  private Check ended(String shell, Duration timeout) throws Exception {
    return ended(checks(), run("one", command(shell, timeout)));
  }

  @Test
  void tellsTheCommandWhatItJudges() throws Exception {
    Check check =
        ended(
            "pwd; echo $REPAVE_ENVIRONMENT $REPAVE_FLEET $REPAVE_ROLLOUT $REPAVE_GENERATION"
                + " $REPAVE_SLOT $REPAVE_PERCENT; echo $REPAVE_IMAGE $REPAVE_PROBE",
            PATIENCE);
    assertThat(check.detail())
        .isEqualTo(
            "exit code 0: "
                + folder.toRealPath()
                + " / sim-eu app app-r0007 app-g0002 green 25 / app@"
                + "a".repeat(64)
                + " https://test.app.localhost/");
  }

  @Test
  void killsACommandAtItsTimeoutWithEverythingItStarted() throws Exception {
    Path pid = folder.resolve("pid");
    Check check = ended("sleep 60 & echo $! > pid; wait", Duration.ofMillis(500));
    assertThat(check.state()).isEqualTo(Check.State.FAILED);
    assertThat(check.detail()).startsWith("killed after 0 s");
    long child = Long.parseLong(Files.readString(pid).strip());
    Until.holds(
        "the child has ended",
        PATIENCE,
        () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void keepsTheLastLinesOfALongOutput() throws Exception {
    Check check = ended("seq 1 200000; echo; echo broken >&2; exit 3", PATIENCE);
    assertThat(check.state()).isEqualTo(Check.State.FAILED);
    assertThat(check.detail()).isEqualTo("exit code 3: 199999 / 200000 / broken");
  }

  /**
   * That many at once keep a machine so busy that a command has ended before its output is read.
   */
  @Test
  void keepsWhatEachOfManyCommandsSaidRightBeforeItsEnd() throws Exception {
    Checks checks = checks();
    List<Checks.Run> runs =
        IntStream.range(0, CROWD)
            .mapToObj(i -> run("one of many " + i, command("echo orders fail; exit 1", PATIENCE)))
            .toList();
    runs.forEach(run -> checks.check(fleet, run));
    for (Checks.Run run : runs) {
      assertThat(ended(checks, run).detail()).as(run.key()).isEqualTo("exit code 1: orders fail");
    }
  }

  @Test
  void doesNotWaitForWhatACommandLeavesBehind() throws Exception {
    assertThat(ended("sleep 60 & echo done", PATIENCE).state()).isEqualTo(Check.State.PASSED);
  }

  @Test
  void blamesNobodyForACommandThatIsNotThere() throws Exception {
    Check check = ended("./no-such-command", PATIENCE);
    assertThat(check.state()).isEqualTo(Check.State.BROKEN);
    assertThat(check.detail()).startsWith("exit code 127: ").contains("no-such-command");
  }

  @Test
  void blamesNobodyWhenThePlaceIsNotKnown() throws Exception {
    Checks checks =
        checks(
            fleet -> {
              throw new ProviderException(Failure.Kind.GONE, "the cloud is away");
            });
    Check check = ended(checks, run("one", command("true", PATIENCE)));
    assertThat(check).extracting(Check::state).isEqualTo(Check.State.BROKEN);
    assertThat(check.detail()).isEqualTo("the cloud is away");
  }
}
