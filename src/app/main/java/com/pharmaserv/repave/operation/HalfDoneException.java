package com.pharmaserv.repave.operation;

/** An operation failed after a part of it was done; the part is an answer of its own. */
public final class HalfDoneException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Answer done;
  private final Exception failure;

  HalfDoneException(Answer done, Exception failure) {
    super(failure.getMessage(), failure);
    this.done = done;
    this.failure = failure;
  }

  /** What was done before. */
  public Answer done() {
    return done;
  }

  /** What went wrong then. */
  public Exception failure() {
    return failure;
  }
}
