package com.pharmaserv.repave.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.Checks.Run;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every way to run a gate's commands has to keep. */
public abstract class ChecksContract {
  /** More looks than any command needs to end. */
  private static final int LOOKS_MAX = 1_000;

  protected final Fleet fleet =
      Scenarios.fleet(2, true, Scenarios.policy(false, Duration.ZERO, 100));

  /** The subject; the commands that {@link #command} answers are run by it. */
  protected abstract Checks checks() throws Exception;

  /** A command that takes a moment and then succeeds or fails. */
  protected abstract Gate.Command command(boolean succeeds);

  /** Lets a moment pass. */
  protected abstract void pause() throws Exception;

  protected Run run(String key, Gate.Command command) {
    ImageId image = command.equals(command(true)) ? Scenarios.NEW : Scenarios.OLD;
    return new Run(
        key,
        command,
        new RolloutId(fleet.id(), 7),
        new Placement(new GenerationId(fleet.id(), 2), Optional.of(Slot.GREEN), image),
        25);
  }

  /** Asks until the command has ended. */
  protected Check ended(Checks checks, Run run) throws Exception {
    Check check = checks.check(fleet, run);
    for (int look = 0; look < LOOKS_MAX && check.state() == Check.State.RUNNING; look++) {
      pause();
      check = checks.check(fleet, run);
    }
    return check;
  }

  @Test
  void startsACommandAndDoesNotWaitForIt() throws Exception {
    assertThat(checks().check(fleet, run("one", command(true))).state())
        .isEqualTo(Check.State.RUNNING);
  }

  @Test
  void tellsThatACommandSucceeded() throws Exception {
    assertThat(ended(checks(), run("one", command(true))).state()).isEqualTo(Check.State.PASSED);
  }

  @Test
  void tellsThatACommandFailedAndHow() throws Exception {
    Check check = ended(checks(), run("one", command(false)));
    assertThat(check.state()).isEqualTo(Check.State.FAILED);
    assertThat(check.detail()).startsWith("exit code 1");
  }

  @Test
  void runsACommandOnceForAKey() throws Exception {
    Checks checks = checks();
    Instant since = ended(checks, run("one", command(true))).since();
    pause();
    assertThat(checks.check(fleet, run("one", command(true))))
        .extracting(Check::state, Check::since)
        .containsExactly(Check.State.PASSED, since);
    assertThat(checks.check(fleet, run("two", command(true))).state())
        .isEqualTo(Check.State.RUNNING);
  }
}
