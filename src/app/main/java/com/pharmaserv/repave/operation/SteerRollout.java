package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Steering;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.Optional;

/**
 * Says a person's word to an open rollout, whoever drives it. If an engine runs, waits until it has
 * heard; otherwise takes the rollout over and acts on the word itself.
 */
public final class SteerRollout {
  private final Provider provider;
  private final Fleet fleet;
  private final DiskComparer disks;
  private final Operator operator;
  private final Narrator narrator;

  /**
   * For one fleet.
   *
   * @param disks compares images, for who approves
   */
  public SteerRollout(
      Provider provider, Fleet fleet, DiskComparer disks, Operator operator, Narrator narrator) {
    this.provider = provider;
    this.fleet = fleet;
    this.disks = disks;
    this.operator = operator;
    this.narrator = narrator;
  }

  /** What {@link #say} would do; changes nothing. */
  public Steered plan(Word word) throws RepaveException {
    Optional<RolloutState> open = open();
    if (open.isEmpty()) {
      return new Steered.NothingOpen(fleet.id(), word);
    }
    return objected(word, open.get())
        .orElse(new Steered.Planned(fleet.id(), word, Standing.of(open.get())));
  }

  /** Says the word, unless it cannot be obeyed. */
  public Steered say(Word word, String reason)
      throws RepaveException, IOException, InterruptedException {
    Optional<RolloutState> open = open();
    if (open.isEmpty()) {
      return new Steered.NothingOpen(fleet.id(), word);
    }
    Optional<Steered> objected = objected(word, open.get());
    if (objected.isPresent()) {
      return objected.get();
    }
    String text = word == Word.APPROVE ? approved(open.get(), reason) : reason;
    Signal signal = provider.signals().post(fleet.id(), word.kind(), operator.name(), text);
    try {
      return new Flight(provider, fleet, operator, narrator)
          .lead(pilot -> driven(word, Flight.goOn(pilot, word::farEnough)));
    } catch (LeaseHeldException held) {
      return listened(word, open.get(), signal, held.lease().holder());
    }
  }

  /** The person's reason, and what it is that was approved. */
  private String approved(RolloutState state, String reason) throws RepaveException {
    return Difference.between(
            provider.images(), disks, state.from().map(Placement::image), state.to().image())
        .map(difference -> "%s [%s]".formatted(reason, difference.line()).strip())
        .orElse(reason);
  }

  private Steered driven(Word word, RolloutState state) {
    return new Steered.Driven(fleet.id(), word, Standing.of(state));
  }

  private Optional<RolloutState> open() throws RepaveException {
    return Pilot.latest(provider.journal(fleet)).filter(state -> !state.ended());
  }

  private Optional<Steered> objected(Word word, RolloutState state) {
    // An interrupted rollout is neither paused nor halted, and yet to be gone on with.
    Optional<Reason> objection =
        word == Word.RESUME
            ? Optional.empty()
            : Steering.objection(fleet.policy(), state, word.kind());
    return objection.map(reason -> new Steered.Objected(fleet.id(), word, state.id(), reason));
  }

  private Steered listened(Word word, RolloutState open, Signal signal, String holder)
      throws RepaveException, IOException, InterruptedException {
    Optional<RolloutState> state =
        Listening.until(
            provider.time(),
            () ->
                Pilot.latest(provider.journal(fleet))
                    .filter(latest -> latest.signalSeen() >= signal.number()));
    return state.isPresent()
        ? heard(word, state.get(), holder)
        : new Steered.Unheard(fleet.id(), word, open.id(), holder, Listening.MAX);
  }

  private Steered heard(Word word, RolloutState state, String holder) {
    return new Steered.Heard(
        fleet.id(),
        word,
        state.id(),
        holder,
        state.course(),
        state.phase(),
        state.pause().isPresent());
  }
}
