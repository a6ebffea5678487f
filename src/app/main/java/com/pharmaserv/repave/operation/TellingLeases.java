package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Leases that tell when one was taken.
 *
 * @param taken called after each lease that was given
 */
record TellingLeases(Leases real, Runnable taken) implements Leases {
  @Override
  public Lease acquire(FleetId fleet, String holder) throws LeaseHeldException, IOException {
    Lease lease = real.acquire(fleet, holder);
    taken.run();
    return lease;
  }

  @Override
  public Lease renew(Lease lease) throws LeaseHeldException, IOException {
    return real.renew(lease);
  }

  @Override
  public void release(Lease lease) throws IOException {
    real.release(lease);
  }

  @Override
  public Optional<Lease> current(FleetId fleet) throws IOException {
    return real.current(fleet);
  }

  @Override
  public Map<FleetId, Tally> tallies(Collection<FleetId> fleets) throws IOException {
    return real.tallies(fleets);
  }
}
