package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.ReasonCode;

/** What puts right what an audit has found. */
public enum Remedy {
  /** Requests fail: all traffic goes back to the generation that the journal calls active. */
  REPAIR,
  /** The same, where somebody has led traffic to machines that answer it. */
  GIVE_BACK,
  /** What no rollout knows is removed. */
  SWEEP,
  /** The newest image takes over. */
  ROLL,
  /** The machines are replaced, whatever their image. */
  ROLL_AGAIN,
  /** What changed is baked, and what is stale is rolled. */
  ROTATE,
  /** A rollout that nobody drives goes on. */
  RESUME,
  /** A halted rollout waits for a person's word. */
  JUDGE,
  /** A person looks at the machines. */
  LOOK,
  /** Nothing that a command could do: somebody did it elsewhere, and undoes it there. */
  ELSEWHERE;

  /** Whether it is safe without a person. */
  boolean automatic() {
    return this == REPAIR || this == SWEEP;
  }

  static Remedy of(ReasonCode found) {
    return switch (found) {
      case WEIGHT_ON_EMPTY_SLOT, ROUTE_LEADS_NOWHERE -> REPAIR;
      case WEIGHT_WITHOUT_ROLLOUT, ACTIVE_DIFFERS -> GIVE_BACK;
      case ORPHAN -> SWEEP;
      case ROUTE_NEVER_ROLLED, RUNS_OLD_IMAGE -> ROLL;
      case ACTIVE_VANISHED -> ROLL_AGAIN;
      case RUNS_BLOCKED_IMAGE -> ROTATE;
      case ROLLOUT_UNATTENDED -> RESUME;
      case ROLLOUT_HALTED -> JUDGE;
      case ACTIVE_UNHEALTHY -> LOOK;
      default -> ELSEWHERE;
    };
  }
}
