package com.pharmaserv.repave.model;

import java.util.List;
import java.util.Optional;

/** What a journal record says. */
public sealed interface JournalEntry {
  /** The core decided; the state is whole, so the latest one is where a restart begins. */
  record Decided(RolloutState state, Reason why, List<Action> actions) implements JournalEntry {
    public Decided {
      actions = List.copyOf(actions);
    }
  }

  /** An effect is about to be tried. */
  record Intended(RolloutId rollout, Action action) implements JournalEntry {}

  /** What became of the effect whose intent has that number; no failure means it is done. */
  record Happened(long intent, Optional<Failure> failure) implements JournalEntry {}

  /** A person's word was heard. */
  record Judged(RolloutId rollout, Signal signal) implements JournalEntry {}
}
