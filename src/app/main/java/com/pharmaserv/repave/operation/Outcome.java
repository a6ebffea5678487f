package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.port.Leases.LeaseHeldException;

/** How an operation went, from the best to the worst. */
public enum Outcome {
  /** All that was asked for is done, or was so already. */
  DONE,
  /** It was not done, or what was looked at is not as it must be. */
  FAILED,
  /** The image was taken back; the fleet is as it was before. */
  ROLLED_BACK,
  /** It cannot go on without a person. */
  WAITING,
  /** Somebody else holds the fleet. */
  HELD;

  /** How an operation went that this failure ended. */
  static Outcome of(Exception failure) {
    return failure instanceof LeaseHeldException ? HELD : FAILED;
  }

  static Outcome worst(Outcome one, Outcome other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
