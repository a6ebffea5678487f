package com.pharmaserv.repave.model;

import java.time.Instant;
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

  /**
   * A rotation has set out; it and its end stand in the environment's own journal, not in a
   * fleet's.
   *
   * @param by who, a person or a job
   * @param reason why, in the words of whoever began it
   * @param emergency why freezes and windows are overridden; empty if they are heeded
   */
  record RotationOpened(
      String by, String reason, Optional<String> emergency, List<RotationTarget> targets)
      implements JournalEntry {
    public RotationOpened {
      targets = List.copyOf(targets);
    }
  }

  /** Nothing more comes of the rotation that was opened last. */
  record RotationEnded(String by, List<RotationRest> fleets) implements JournalEntry {
    public RotationEnded {
      fleets = List.copyOf(fleets);
    }
  }

  /** A person's word about the fleet, whether or not a rollout is open. */
  sealed interface OnFleet extends JournalEntry {}

  /** The fleet stays as it is; this takes the place of a hold before it. */
  record Held(Hold hold) implements OnFleet {}

  /**
   * The fleet, and the images that its history kept from it, are free again.
   *
   * @param by who wants it
   * @param reason empty if none was given
   * @param at when they said so
   */
  record Released(String by, String reason, Instant at) implements OnFleet {}
}
