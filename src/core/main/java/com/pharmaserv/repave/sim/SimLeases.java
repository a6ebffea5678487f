package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Leases in the simulated cloud, on its clock. */
public final class SimLeases implements Leases {
  private final World world;
  private final Map<FleetId, Lease> latest = new HashMap<>();

  public SimLeases(World world) {
    this.world = world;
  }

  @Override
  public Lease acquire(FleetId fleet, String holder) throws LeaseHeldException {
    Optional<Lease> held = current(fleet);
    if (held.isPresent()) {
      Instant term = world.now().plus(TERM);
      throw new LeaseHeldException(
          held.get().fromTheFuture(world.now(), TERM) ? keep(held.get().until(term)) : held.get());
    }
    long epoch = latest(fleet).map(Lease::epoch).orElse(0L) + 1;
    return keep(new Lease(fleet, holder, epoch, world.now(), world.now().plus(TERM)));
  }

  @Override
  public Lease renew(Lease lease) throws LeaseHeldException {
    Lease now = latest(lease.fleet()).orElse(lease);
    if (now.epoch() != lease.epoch()) {
      throw new LeaseHeldException(now);
    }
    return keep(lease.until(world.now().plus(TERM)));
  }

  @Override
  public void release(Lease lease) {
    if (latest(lease.fleet()).filter(l -> l.epoch() == lease.epoch()).isPresent()) {
      keep(lease.givenBack());
    }
  }

  @Override
  public Optional<Lease> current(FleetId fleet) {
    return latest(fleet).filter(l -> world.now().isBefore(l.until()));
  }

  @Override
  public Map<FleetId, Tally> tallies(Collection<FleetId> fleets) {
    Map<FleetId, Tally> tallies = new HashMap<>();
    for (FleetId fleet : fleets) {
      long epoch = latest(fleet).map(Lease::epoch).orElse(0L);
      tallies.put(fleet, new Tally(epoch, current(fleet).isPresent()));
    }
    return tallies;
  }

  /** The lease with the highest epoch, in force or over. */
  Optional<Lease> latest(FleetId fleet) {
    return Optional.ofNullable(latest.get(fleet));
  }

  private Lease keep(Lease lease) {
    latest.put(lease.fleet(), lease);
    return lease;
  }
}
