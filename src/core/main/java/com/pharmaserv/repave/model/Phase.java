package com.pharmaserv.repave.model;

/** Position inside a rollout, in the order of a rollout that goes well. */
public enum Phase {
  PREPARE("prepare"),
  LAUNCH("launch"),
  WARM_UP("warm-up"),
  VERIFY("verify"),
  SHIFT("shift"),
  SOAK("soak"),
  PROMOTE("promote"),
  RETAIN("retain"),
  DRAIN("drain"),
  RETIRE("retire");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
