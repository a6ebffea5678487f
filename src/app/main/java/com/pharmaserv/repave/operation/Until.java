package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import java.util.Locale;

/** How far an operation follows a rollout. */
public enum Until {
  /** A person must approve, where the policy asks for it; further, if nobody is asked. */
  APPROVAL,
  /** The candidate has become the active generation; the previous one is still kept warm. */
  PROMOTED,
  /** The previous generation is gone, too. */
  RETIRED;

  boolean reached(Policy policy, RolloutState state) {
    return switch (this) {
      case APPROVAL -> awaitsApproval(policy, state) || PROMOTED.reached(policy, state);
      case PROMOTED -> state.promoted() && state.phase().compareTo(Phase.RETAIN) >= 0;
      case RETIRED -> false;
    };
  }

  /** Whether nothing moves until a person approves or rejects. */
  static boolean awaitsApproval(Policy policy, RolloutState state) {
    return policy.approval()
        && state.stage() instanceof Stage.Verified verified
        && !verified.approved();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
