package com.pharmaserv.repave.drawing;

import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.plan.RolloutDecider;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Decides as production does and notes every arrow that a rollout takes. */
public final class Transitions implements Decider {
  private final Decider decider = new RolloutDecider();
  private final SortedSet<Transition> taken = new TreeSet<>();

  @Override
  public Decision decide(Fleet fleet, RolloutState state, Observation seen, Instant now) {
    Decision decision = decider.decide(fleet, state, seen, now);
    note(Position.of(state), Position.of(decision.next()));
    return decision;
  }

  public void opened(RolloutState state) {
    note(Position.OPENED, Position.of(state));
  }

  private void note(Position from, Position to) {
    if (!from.equals(to)) {
      taken.add(new Transition(from, to));
    }
  }

  /** The arrows taken so far. */
  public SortedSet<Transition> taken() {
    return Collections.unmodifiableSortedSet(taken);
  }
}
