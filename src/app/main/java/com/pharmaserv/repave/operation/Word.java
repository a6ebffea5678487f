package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import java.util.Locale;

/** The words by which a person steers an open rollout. */
public enum Word {
  ROLLBACK(Signal.Kind.ROLL_BACK),
  ABORT(Signal.Kind.ABORT),
  PAUSE(Signal.Kind.PAUSE),
  RESUME(Signal.Kind.RESUME),
  APPROVE(Signal.Kind.APPROVE),
  REJECT(Signal.Kind.REJECT);

  private final Signal.Kind kind;

  Word(Signal.Kind kind) {
    this.kind = kind;
  }

  Signal.Kind kind() {
    return kind;
  }

  /** How far whoever says it drives the rollout when nobody else does. */
  boolean farEnough(RolloutState state) {
    return this == PAUSE && state.pause().isPresent();
  }

  /** Whether that is where whoever says it wants the rollout. */
  boolean obeyed(Standing now) {
    return switch (this) {
      case ROLLBACK, ABORT, REJECT ->
          now.end().filter(end -> end.kind() != End.Kind.SUCCEEDED).isPresent();
      case PAUSE -> now.paused();
      case RESUME, APPROVE -> false;
    };
  }

  /** As it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
