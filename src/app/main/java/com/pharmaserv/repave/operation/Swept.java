package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutId;
import java.time.Instant;

/** One thing that the janitor found, and what it does about it; in a plan, what it would do. */
public sealed interface Swept
    permits Standing, Swept.Halted, Swept.Retained, Swept.Orphan, Swept.Unfinished, Swept.Taken {
  FleetId fleet();

  Outcome outcome();

  /** A halted rollout, which is left to a person. */
  record Halted(FleetId fleet, RolloutId rollout) implements Swept {
    @Override
    public Outcome outcome() {
      return Outcome.WAITING;
    }
  }

  /** A rollout that keeps its previous generation warm, which is left alone until then. */
  record Retained(FleetId fleet, RolloutId rollout, Instant retainedUntil) implements Swept {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** A generation that no rollout knows, which is removed. */
  record Orphan(FleetId fleet, GenerationId generation) implements Swept {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** A rollout that nobody drives, which is brought to its end. */
  record Unfinished(FleetId fleet, RolloutId rollout, Phase phase) implements Swept {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** A fleet that somebody else has taken since it was looked at, which is left alone. */
  record Taken(FleetId fleet) implements Swept {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }
}
