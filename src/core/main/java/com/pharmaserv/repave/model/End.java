package com.pharmaserv.repave.model;

import java.time.Instant;

/** How a rollout ended. */
public record End(Kind kind, Reason reason, Instant at) {
  /** The clean ends; a halted rollout has not ended, it waits for a person. */
  public enum Kind {
    SUCCEEDED("succeeded"),
    ROLLED_BACK("rolled-back"),
    FAILED_CLEAN("failed-clean");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }
}
