package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the state that follows a {@link RolloutState}; everything not named stays as it was. */
public final class Change {
  private final RolloutState old;
  private Course course;
  private Phase phase;
  private Instant since;
  private Instant until;
  private int step;
  private Optional<Instant> stableSince;
  private Optional<Instant> quietSince;
  private Optional<Instant> lackingSince;
  private RolloutState.Traffic traffic;
  private boolean verified;
  private boolean approved;
  private boolean promoted;
  private boolean blames;
  private Optional<RolloutState.Pause> pause;
  private Optional<RolloutState.Cause> cause;
  private Optional<Undo> undo;
  private long signalSeen;
  private Optional<End> end;

  Change(RolloutState old) {
    this.old = old;
    course = old.course();
    phase = old.phase();
    since = old.since();
    until = old.until();
    step = old.step();
    stableSince = old.stableSince();
    quietSince = old.quietSince();
    lackingSince = old.lackingSince();
    traffic = old.traffic();
    verified = old.verified();
    approved = old.approved();
    promoted = old.promoted();
    blames = old.blames();
    pause = old.pause();
    cause = old.cause();
    undo = old.undo();
    signalSeen = old.signalSeen();
    end = old.end();
  }

  public Change course(Course value) {
    course = value;
    return this;
  }

  /** Enters a phase: its clock starts, and what it waits for has not held yet. */
  public Change phase(Phase value, Instant from, Instant to) {
    phase = value;
    since = from;
    until = to;
    quietSince = Optional.empty();
    return this;
  }

  public Change until(Instant value) {
    until = value;
    return this;
  }

  public Change step(int value) {
    step = value;
    return this;
  }

  public Change stableSince(Optional<Instant> value) {
    stableSince = value;
    return this;
  }

  public Change quietSince(Optional<Instant> value) {
    quietSince = value;
    return this;
  }

  public Change lackingSince(Optional<Instant> value) {
    lackingSince = value;
    return this;
  }

  public Change traffic(RolloutState.Traffic value) {
    traffic = value;
    return this;
  }

  /** Remembers weights that are about to be asked for; they count only once read back. */
  public Change asked(Weights value) {
    List<Weights> known = new ArrayList<>(traffic.known());
    if (!known.contains(value)) {
      known.add(value);
    }
    traffic = new RolloutState.Traffic(value, false, Optional.empty(), known);
    return this;
  }

  /** The weights asked for were read back. */
  public Change confirmed() {
    traffic = new RolloutState.Traffic(traffic.asked(), true, Optional.empty(), traffic.known());
    return this;
  }

  public Change strangeSince(Optional<Instant> value) {
    traffic =
        new RolloutState.Traffic(traffic.asked(), traffic.confirmed(), value, traffic.known());
    return this;
  }

  public Change verified(boolean value) {
    verified = value;
    return this;
  }

  public Change approved(boolean value) {
    approved = value;
    return this;
  }

  public Change promoted(boolean value) {
    promoted = value;
    return this;
  }

  public Change blames(boolean value) {
    blames = value;
    return this;
  }

  public Change pause(Optional<RolloutState.Pause> value) {
    pause = value;
    return this;
  }

  public Change cause(Optional<RolloutState.Cause> value) {
    cause = value;
    return this;
  }

  public Change undo(Optional<Undo> value) {
    undo = value;
    return this;
  }

  public Change signalSeen(long value) {
    signalSeen = value;
    return this;
  }

  public Change end(End value) {
    end = Optional.of(value);
    return this;
  }

  public RolloutState state() {
    return new RolloutState(
        old.id(),
        old.from(),
        old.to(),
        old.reason(),
        course,
        phase,
        since,
        until,
        step,
        stableSince,
        quietSince,
        lackingSince,
        traffic,
        verified,
        approved,
        promoted,
        blames,
        pause,
        cause,
        undo,
        signalSeen,
        end);
  }
}
