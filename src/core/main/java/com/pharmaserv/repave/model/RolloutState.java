package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything a rollout remembers between two turns; journaled whole with every decision. Facts
 * about the world are never in it: those are observed afresh.
 *
 * @param from the generation that was active at the start; empty for a fleet's first rollout
 * @param to the candidate
 * @param since when the phase began
 * @param until when the phase's patience ends
 * @param step index into the policy's steps of the latest or current shift
 * @param stableSince since when the candidate has been all healthy without a break
 * @param quietSince since when what the phase waits for has held (probes pass, nothing is open)
 * @param lackingSince since when the candidate has had too few machines for its share of traffic
 * @param verified whether the candidate passed through the test route
 * @param approved whether a person approved
 * @param promoted whether the candidate has become the active generation
 * @param blames whether the image is at fault, so that it is blocked at the end
 * @param cause why the course is not forward
 * @param undo what to restore on {@code from} when the rollout ends
 * @param signalSeen number of the latest signal heard
 */
public record RolloutState(
    RolloutId id,
    Optional<Placement> from,
    Placement to,
    String reason,
    Course course,
    Phase phase,
    Instant since,
    Instant until,
    int step,
    Optional<Instant> stableSince,
    Optional<Instant> quietSince,
    Optional<Instant> lackingSince,
    Traffic traffic,
    boolean verified,
    boolean approved,
    boolean promoted,
    boolean blames,
    Optional<Pause> pause,
    Optional<Cause> cause,
    Optional<Undo> undo,
    long signalSeen,
    Optional<End> end) {

  /**
   * The weights this rollout last asked for.
   *
   * @param confirmed whether they were read back since
   * @param strangeSince since when other weights are read although these were confirmed
   * @param known all weights this rollout set or found at its start: an observation among them may
   *     be stale, any other was made by somebody else
   */
  public record Traffic(
      Weights asked, boolean confirmed, Optional<Instant> strangeSince, List<Weights> known) {
    public Traffic {
      known = List.copyOf(known);
    }
  }

  /** A person's pause. */
  public record Pause(String by, Instant since, Instant until) {}

  /** Why the rollout goes back, and on which course it was before it halted. */
  public record Cause(String text, Course before) {}

  public boolean ended() {
    return end.isPresent();
  }

  public FleetId fleet() {
    return id.fleet();
  }

  /** The generation that carries the fleet now, by what this rollout has done so far. */
  public Optional<Placement> active() {
    boolean candidate =
        end.map(e -> e.kind() == End.Kind.SUCCEEDED).orElse(promoted && course == Course.FORWARD);
    return candidate ? Optional.of(to) : from;
  }

  public Change change() {
    return new Change(this);
  }
}
