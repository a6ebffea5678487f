package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a rollout stands: ended, halted, or as far as an operation follows it.
 *
 * @param image what is rolled out
 * @param generation the candidate, or what became of it
 * @param previous the generation that was active at the start
 * @param paused whether a person has paused it
 * @param retainedUntil until when the previous generation is kept warm, if it is
 * @param why why it goes back or has halted
 */
public record Standing(
    FleetId fleet,
    RolloutId rollout,
    ImageId image,
    GenerationId generation,
    Optional<GenerationId> previous,
    Course course,
    Phase phase,
    boolean promoted,
    boolean paused,
    Optional<Instant> retainedUntil,
    Optional<Ended> end,
    Optional<Reason> why)
    implements FleetRoll, Swept {

  /** How it ended. */
  public record Ended(End.Kind kind, Reason why, Instant at) {
    static Ended of(End end) {
      return new Ended(end.kind(), end.reason(), end.at());
    }
  }

  static Standing of(RolloutState state) {
    boolean retains = state.promoted() && !state.ended() && !state.halted();
    return new Standing(
        state.fleet(),
        state.id(),
        state.to().image(),
        state.to().generation(),
        state.from().map(Placement::generation),
        state.course(),
        state.phase(),
        state.promoted(),
        state.pause().isPresent(),
        retains ? Optional.of(state.until()) : Optional.empty(),
        state.end().map(Ended::of),
        state.cause());
  }

  @Override
  public Outcome outcome() {
    if (end.isPresent()) {
      return switch (end.get().kind()) {
        case SUCCEEDED -> Outcome.DONE;
        case ROLLED_BACK -> Outcome.ROLLED_BACK;
        case FAILED_CLEAN -> Outcome.FAILED;
      };
    }
    return promoted && course != Course.HALT ? Outcome.DONE : Outcome.WAITING;
  }
}
