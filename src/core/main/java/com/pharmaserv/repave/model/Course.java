package com.pharmaserv.repave.model;

/** Which way a rollout is going. */
public enum Course {
  /** Towards the candidate. */
  FORWARD("forward"),
  /** Stopped before any shift: the candidate is retired. */
  ABORT("abort"),
  /** Traffic goes back to the generation that was active at the start. */
  ROLL_BACK("roll back"),
  /** Neither way is safe: a person must decide. */
  HALT("halted");

  private final String word;

  Course(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
