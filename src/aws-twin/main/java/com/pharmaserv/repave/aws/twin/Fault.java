package com.pharmaserv.repave.aws.twin;

/** The faults that a single call can suffer. */
public enum Fault {
  /** Refused for its rate, with the service's own code; nothing happened. */
  THROTTLED,
  /** HTTP 500; nothing happened. */
  SERVER_ERROR,
  /** The connection broke before anything happened: to the caller the same as a lost answer. */
  LOST_REQUEST,
  /** Everything happened, then the connection broke. */
  LOST_RESPONSE,
  /** A read answers what was true some seconds ago. */
  STALE_READ
}
