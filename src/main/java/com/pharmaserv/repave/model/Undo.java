package com.pharmaserv.repave.model;

/**
 * What was changed on a generation that a rollout found: its settings before, and what they were
 * set to. Only what still stands as it was set is put back, so that a person's edit in the middle
 * of a rollout survives it.
 */
public record Undo(Settings before, Settings during) {
  /** The settings to restore, given what is read now. */
  public Settings restored(Settings now) {
    int min = now.min() == during.min() ? before.min() : now.min();
    int max = now.max() == during.max() ? before.max() : now.max();
    boolean guarded = now.guarded() == during.guarded() ? before.guarded() : now.guarded();
    var suspended =
        now.suspended().equals(during.suspended()) ? before.suspended() : now.suspended();
    return new Settings(Math.min(min, max), max, suspended, guarded);
  }
}
