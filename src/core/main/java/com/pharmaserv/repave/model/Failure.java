package com.pharmaserv.repave.model;

/** How an effect failed, in the few kinds that call for different answers. */
public record Failure(Kind kind, String message) {
  /** What the failure means for the next try. */
  public enum Kind {
    /** Too many calls: the same call later. */
    THROTTLED,
    /** The thing does not exist, or no longer. */
    GONE,
    /** Not allowed: trying again will not help. */
    DENIED,
    /** Who asks is not known, or no longer: the same call with fresh credentials. */
    CREDENTIALS,
    /** The thing is not in the state that the action assumed. */
    CONFLICT,
    /** The provider has no machines to give. */
    CAPACITY,
    /** It may or may not have happened: observe before acting again. */
    UNKNOWN_OUTCOME
  }
}
