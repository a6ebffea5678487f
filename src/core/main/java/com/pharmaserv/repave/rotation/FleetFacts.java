package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one look shows of a fleet.
 *
 * @param machines that a rollout of it sets in motion
 * @param running empty if it never ran
 * @param newest the image that it should run; empty if there is none that may roll to it
 * @param lacks fixes that the newest image has and the running one has not
 * @param work what is under way
 * @param last the rollout before, or the one that is under way
 * @param barred why it is left as it is until a person says otherwise
 * @param refused why a rollout of it could not even begin in this rotation
 * @param usual how long its rollouts have taken
 */
public record FleetFacts(
    FleetId fleet,
    int machines,
    Optional<Running> running,
    Optional<ImageId> newest,
    List<Fix> lacks,
    Work work,
    Optional<Tried> last,
    Optional<Reason> barred,
    Optional<Reason> refused,
    Optional<Duration> usual) {
  public FleetFacts {
    lacks = List.copyOf(lacks);
  }

  /**
   * What a fleet runs.
   *
   * @param since when it took over
   * @param blocked why the image must not roll any more, and since when
   */
  public record Running(ImageId image, Instant since, Optional<Blocked> blocked) {}

  /** The same while somebody rolls it. */
  public FleetFacts rolled() {
    return new FleetFacts(
        fleet, machines, running, newest, lacks, Work.ROLLED, last, barred, refused, usual);
  }

  /** The same after a rollout could not begin. */
  public FleetFacts refused(Reason why) {
    return new FleetFacts(
        fleet, machines, running, newest, lacks, work, last, barred, Optional.of(why), usual);
  }

  /** Why and since when an image is blocked. */
  public record Blocked(String why, Instant at) {}

  /**
   * A rollout of the fleet.
   *
   * @param end how it ended; empty while it is open
   */
  public record Tried(RolloutId rollout, ImageId image, Instant began, Optional<End.Kind> end) {
    boolean failed() {
      return end.isPresent() && end.get() != End.Kind.SUCCEEDED;
    }
  }

  /** What is under way with a fleet. */
  public enum Work {
    NOTHING,
    /** Somebody rolls it, before its candidate is promoted. */
    ROLLED,
    /** Its rollout is open, and nobody drives it. */
    LEFT,
    /** Its candidate is promoted; the previous generation stays warm, and needs nobody for now. */
    WARM,
    /** Its rollout has halted. */
    HALTED;

    /** Whether its machines are in motion. */
    boolean moves() {
      return this == ROLLED || this == LEFT;
    }
  }
}
