package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.port.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Commands of gates in a simulated world, as one engine's process runs them: with the process they
 * are forgotten.
 */
public final class SimChecks implements Checks {
  /** How long a command takes, unless its timeout is shorter. */
  private static final Duration TAKES = Duration.ofSeconds(2);

  private final World world;
  private final Map<String, Instant> started = new HashMap<>();

  public SimChecks(World world) {
    this.world = world;
  }

  @Override
  public Check check(Fleet fleet, Run run) {
    world.called("check");
    Instant since =
        started.computeIfAbsent(run.key() + ": " + run.command().shell(), key -> world.now());
    Duration timeout = run.command().timeout();
    Duration takes = TAKES.compareTo(timeout) < 0 ? TAKES : timeout;
    if (world.now().isBefore(since.plus(takes))) {
      return new Check(Check.State.RUNNING, since, "");
    }
    boolean passing = world.truth(run.candidate().image()).map(SimImage::passing).orElse(false);
    return passing
        ? new Check(Check.State.PASSED, since, "exit code 0")
        : new Check(Check.State.FAILED, since, "exit code 1");
  }
}
