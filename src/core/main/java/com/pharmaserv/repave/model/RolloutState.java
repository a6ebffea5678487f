package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything a rollout remembers between two turns; journaled whole with every decision. Facts
 * about the world are never in it: those are observed afresh.
 *
 * @param from the generation that was active at the start; empty for a fleet's first rollout
 * @param to the candidate
 * @param reason why somebody wanted this rollout, in their words
 * @param undo what to restore on {@code from} when the rollout ends
 * @param signalSeen number of the latest signal heard
 * @param stage where the rollout stands
 */
public record RolloutState(
    RolloutId id,
    Optional<Placement> from,
    Placement to,
    String reason,
    Traffic traffic,
    Optional<Undo> undo,
    long signalSeen,
    Stage stage) {
  public RolloutState {
    if (stage instanceof Stage.Ended && undo.isPresent()) {
      throw new IllegalArgumentException("rollout %s has ended and holds %s".formatted(id, undo));
    }
  }

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

    /** What a rollout finds, or a person has set and wants to go on from. */
    public static Traffic found(Weights weights) {
      return new Traffic(weights, true, Optional.empty(), List.of(weights));
    }

    /** Weights that are about to be asked for; they count only once read back. */
    public Traffic asking(Weights weights) {
      return asked.equals(weights)
          ? this
          : new Traffic(weights, false, Optional.empty(), knowing(weights));
    }

    /** Weights that a person has set and wants to go on from. */
    public Traffic accepting(Weights weights) {
      return new Traffic(weights, true, Optional.empty(), knowing(weights));
    }

    /** The weights asked for were read back. */
    public Traffic readBack() {
      return new Traffic(asked, true, Optional.empty(), known);
    }

    public Traffic strange(Optional<Instant> since) {
      return new Traffic(asked, confirmed, since, known);
    }

    private List<Weights> knowing(Weights weights) {
      List<Weights> more = new ArrayList<>(known);
      if (!more.contains(weights)) {
        more.add(weights);
      }
      return more;
    }
  }

  public FleetId fleet() {
    return id.fleet();
  }

  public RolloutState with(Stage next) {
    return new RolloutState(id, from, to, reason, traffic, undo, signalSeen, next);
  }

  public RolloutState with(Traffic next) {
    return new RolloutState(id, from, to, reason, next, undo, signalSeen, stage);
  }

  public RolloutState with(Undo next) {
    return new RolloutState(id, from, to, reason, traffic, Optional.of(next), signalSeen, stage);
  }

  /** Over: what was to be undone has been, or is nobody's any more. */
  public RolloutState ended(Stage.Ended end) {
    return new RolloutState(id, from, to, reason, traffic, Optional.empty(), signalSeen, end);
  }

  public RolloutState heard(long signal) {
    return new RolloutState(id, from, to, reason, traffic, undo, signal, stage);
  }

  // What the stage says, for those who read states rather than decide on them.

  public boolean ended() {
    return stage instanceof Stage.Ended;
  }

  public Optional<End> end() {
    return stage instanceof Stage.Ended over ? Optional.of(over.end()) : Optional.empty();
  }

  public boolean halted() {
    return stage instanceof Stage.Halted;
  }

  public Course course() {
    return stage.course();
  }

  public Phase phase() {
    return stage.phase();
  }

  public Instant since() {
    return stage.span().since();
  }

  public Instant until() {
    return stage.span().until();
  }

  /** The stage on its way, whether or not the rollout has halted or ended there. */
  public Stage.Underway way() {
    if (stage instanceof Stage.Halted halted) {
      return halted.at();
    }
    if (stage instanceof Stage.Ended over) {
      return over.last();
    }
    return (Stage.Underway) stage;
  }

  /** Index of the step that is being shifted to or watched; 0 elsewhere. */
  public int step() {
    return way() instanceof Stage.Moving moving ? moving.step() : 0;
  }

  public Optional<Pace.Pause> pause() {
    return stage instanceof Stage.Pausable pausable ? pausable.pace().pause() : Optional.empty();
  }

  /** Why the rollout goes back. */
  public Optional<Retreat> retreat() {
    return way() instanceof Stage.Back back ? Optional.of(back.retreat()) : Optional.empty();
  }

  /** Why the rollout does not go forward: why it halted, or else why it goes back. */
  public Optional<Reason> cause() {
    return stage instanceof Stage.Halted halted
        ? Optional.of(halted.cause())
        : retreat().map(Retreat::cause);
  }

  /** Whether the image is at fault, so that it is blocked. */
  public boolean blames() {
    return retreat().map(Retreat::blames).orElse(false);
  }

  /** Whether the candidate has become the active generation. */
  public boolean promoted() {
    return way() instanceof Stage.Promoted || (ended() && way() instanceof Stage.Promoting);
  }

  /** Whether a person has taken the fleet down since the rollout ended. */
  public Optional<TornDown> tornDown() {
    return stage instanceof Stage.Ended over ? over.tornDown() : Optional.empty();
  }

  /**
   * The generation that carries the fleet now, by what this rollout has done so far; empty where
   * there never was one, or a person has taken the fleet down.
   */
  public Optional<Placement> active() {
    if (tornDown().isPresent()) {
      return Optional.empty();
    }
    return promoted() ? Optional.of(to) : from;
  }
}
