package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.plan.Drift;
import com.pharmaserv.repave.plan.Remains;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Removes what no rollout knows. Looks again before every step: an orphan with traffic is none. */
final class Janitor {
  private final Fleet fleet;
  private final Ports ports;
  private final Holding holding;
  private final Hand hand;

  Janitor(Fleet fleet, Ports ports, Holding holding) {
    this.fleet = fleet;
    this.ports = ports;
    this.holding = holding;
    this.hand = new Hand(ports);
  }

  /**
   * Removes the fleet's orphans; returns how many there were.
   *
   * @throws ProviderException if one could not be removed within the policy's bound and what the
   *     provider is configured to take
   */
  int sweep(Optional<RolloutState> latest)
      throws ProviderException,
          JournalException,
          LeaseHeldException,
          IOException,
          InterruptedException {
    FleetView first = ports.fleets().observe(fleet);
    Duration most = fleet.policy().bounds().retire().plus(first.delays().ending());
    Instant bound = ports.time().now().plus(most);
    List<Generation> orphans = Drift.orphans(fleet, first, latest);
    int found = orphans.size() + remains(first);
    while (!orphans.isEmpty()) {
      for (Generation orphan : orphans) {
        step(orphan);
      }
      orphans = orphans(latest);
      if (!orphans.isEmpty() && ports.time().now().isAfter(bound)) {
        throw new ProviderException(
            Failure.Kind.CONFLICT,
            "orphan %s could not be removed within %s s"
                .formatted(orphans.get(0).id(), most.toSeconds()));
      }
      holding.renewed();
      ports.time().sleepUntil(ports.time().now().plus(fleet.policy().bounds().poll()));
    }
    return found;
  }

  /** Deletes again what may not have been deleted to the end. */
  private int remains(FleetView view)
      throws ProviderException, JournalException, LeaseHeldException, IOException {
    List<Intended> remains = Remains.of(ports.journal().records(), view);
    for (Intended deletion : remains) {
      hand.must(fleet, deletion.rollout(), deletion.action(), holding);
    }
    return remains.size();
  }

  private List<Generation> orphans(Optional<RolloutState> latest) throws ProviderException {
    FleetView view = ports.fleets().observe(fleet);
    return Drift.orphans(fleet, view, latest);
  }

  private void step(Generation orphan)
      throws JournalException, LeaseHeldException, IOException, ProviderException {
    Settings none = new Settings(0, orphan.settings().max(), new TreeSet<>(), false);
    if (!orphan.settings().equals(none)) {
      hand.must(fleet, orphan.rollout(), new Configure(orphan.id(), none), holding);
    } else if (orphan.desired() > 0) {
      hand.must(fleet, orphan.rollout(), new Resize(orphan.id(), 0), holding);
    } else if (orphan.machines().isEmpty()) {
      hand.must(fleet, orphan.rollout(), new RetireGeneration(orphan.id()), holding);
    }
  }
}
