package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.Observation.Tried;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.wording.Sentences;
import java.io.IOException;
import java.util.Optional;

/** Carries out actions: intent on disk, then the effect, then its outcome on disk. */
final class Hand {
  private final Ports ports;

  Hand(Ports ports) {
    this.ports = ports;
  }

  /** Tries one action; its failure is an answer, not an exception. */
  Tried act(Fleet fleet, RolloutId rollout, Action action, Holding holding)
      throws JournalException, LeaseHeldException, IOException {
    holding.renewed();
    Head intent = ports.journal().append(new Intended(rollout, action), holding.epoch());
    holding.renewed();
    Stamp stamp = new Stamp(rollout, holding.holder(), holding.epoch(), intent);
    Optional<Failure> failure = effect(fleet, action, stamp);
    // A call may outlast the lease: then the journal belongs to somebody else by now.
    holding.renewed();
    ports.journal().append(new Happened(intent.number(), failure), holding.epoch());
    return new Tried(action, failure);
  }

  /** Carries out one action outside of a rollout, where nobody tries it again. */
  void must(Fleet fleet, RolloutId rollout, Action action, Holding holding)
      throws JournalException, LeaseHeldException, IOException, ProviderException {
    Optional<Failure> failure = act(fleet, rollout, action, holding).failure();
    if (failure.isPresent()) {
      throw new ProviderException(failure.get().kind(), failure.get().message());
    }
  }

  private Optional<Failure> effect(Fleet fleet, Action action, Stamp stamp) {
    try {
      dispatch(fleet, action, stamp);
      return Optional.empty();
    } catch (ProviderException failed) {
      return Optional.of(failed.failure());
    }
  }

  private void dispatch(Fleet fleet, Action action, Stamp stamp) throws ProviderException {
    if (action instanceof Action.LaunchGeneration launch) {
      ports.fleets().launch(fleet, launch, stamp);
    } else if (action instanceof Action.Resize resize) {
      ports.fleets().resize(fleet, resize, stamp);
    } else if (action instanceof Action.Configure configure) {
      ports.fleets().configure(fleet, configure, stamp);
    } else if (action instanceof Action.RetireGeneration retire) {
      ports.fleets().retire(fleet, retire, stamp);
    } else if (action instanceof Action.Quarantine quarantine) {
      ports.fleets().quarantine(fleet, quarantine, stamp);
    } else if (action instanceof Action.ShiftTraffic shift) {
      ports.traffic().shift(fleet, shift, stamp);
    } else if (action instanceof Action.PointTestRoute point) {
      ports.traffic().pointTestRoute(fleet, point, stamp);
    } else if (action instanceof Action.BlockImage block) {
      String why = "%s: %s".formatted(block.rollout(), Sentences.of(block.reason()));
      ports.images().block(block.image(), why, stamp.rollout().toString());
    } else {
      throw new IllegalStateException("unknown action " + action);
    }
  }
}
