package com.pharmaserv.repave.model;

import java.util.TreeSet;

/**
 * What was changed on a generation that a rollout found: its settings before, and what they were
 * set to. Only what still stands as it was set is put back, so that a person's edit in the middle
 * of a rollout survives it.
 */
public record Undo(Settings before, Settings during) {
  /** The settings to restore, given what is read now. */
  public Settings restored(Settings now) {
    return merged(now, during, before);
  }

  /**
   * The same record for a generation that hands its automation over: it is to be without any, and
   * to get back what it has now, a person's edits in the meantime included.
   */
  public Undo handingOver(Settings now) {
    return new Undo(before.withAutomation(restored(now).automation()), during.withoutAutomation());
  }

  /** The settings to have during the rollout, given what is read now. */
  public Settings applied(Settings now) {
    return merged(now, before, during);
  }

  /** Takes {@code to} where {@code now} still stands at {@code from}, and {@code now} elsewhere. */
  private static Settings merged(Settings now, Settings from, Settings to) {
    int max = now.max() == from.max() ? to.max() : now.max();
    int min = now.min() == from.min() ? to.min() : now.min();
    boolean guarded = now.guarded() == from.guarded() ? to.guarded() : now.guarded();
    TreeSet<String> suspended = new TreeSet<>(now.suspended());
    from.suspended().stream().filter(p -> !to.suspended().contains(p)).forEach(suspended::remove);
    to.suspended().stream().filter(p -> !from.suspended().contains(p)).forEach(suspended::add);
    return new Settings(
        Math.min(min, max),
        max,
        suspended,
        guarded,
        now.automation().moved(from.automation(), to.automation()));
  }
}
