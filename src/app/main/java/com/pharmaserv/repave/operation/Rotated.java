package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RotationPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of a rotation, or what would.
 *
 * @param plan whether nothing was changed, because only a plan was asked for
 * @param planHash SHA-256 of {@link RotationPlan#text}, for what is due
 * @param emergency why freezes and windows are overridden; empty if they are heeded
 * @param due every stale fleet, environment by environment, in the order in which they are rolled
 * @param waits fleets that are stale still, and what they wait for
 * @param rolls in the order in which they came to an end
 */
public record Rotated(
    boolean plan,
    Outcome outcome,
    String planHash,
    Optional<String> emergency,
    List<Due> due,
    List<Waits> waits,
    List<FleetRoll> rolls)
    implements Answer {
  public Rotated {
    due = List.copyOf(due);
    waits = List.copyOf(waits);
    rolls = List.copyOf(rolls);
  }

  /**
   * A fleet that should be rolled.
   *
   * @param wave 1 for an environment that waits for no other, 2 for one that comes after such a one
   * @param runningImage what it runs; empty if it runs nothing
   * @param image what it should run
   * @param staleBecause at least one reason
   * @param deadline by when it has to run it, if its limits set one
   * @param earliest when it may begin; empty if that depends on others
   * @param waitsFor what keeps it from beginning now
   * @param usualLength how long its rollouts have taken until they were promoted
   */
  public record Due(
      FleetId fleet,
      int wave,
      Optional<ImageId> runningImage,
      ImageId image,
      List<Reason> staleBecause,
      Optional<Instant> deadline,
      Optional<Instant> earliest,
      Optional<Reason> waitsFor,
      Optional<Duration> usualLength) {
    public Due {
      staleBecause = List.copyOf(staleBecause);
    }
  }

  /**
   * A fleet that was not rolled, though it is stale.
   *
   * @param earliest when it may begin; empty if that depends on others
   */
  public record Waits(FleetId fleet, Reason waitsFor, Optional<Instant> earliest) {}
}
