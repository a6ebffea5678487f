package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.time.Instant;

/** A lease that is held, and renewed before it is used. */
final class Holding {
  private final Leases leases;
  private final Time time;
  private Lease lease;

  Holding(Leases leases, Time time, Lease lease) {
    this.leases = leases;
    this.time = time;
    this.lease = lease;
  }

  long epoch() {
    return lease.epoch();
  }

  String holder() {
    return lease.holder();
  }

  /**
   * Makes sure that the lease is held now; renews it when less than two thirds of it are left.
   *
   * @throws LeaseHeldException if somebody else took it: then nothing more may be done
   */
  void renewed() throws LeaseHeldException, IOException {
    Instant due = lease.until().minus(Leases.TERM.multipliedBy(2).dividedBy(3));
    if (!time.now().isBefore(due)) {
      lease = leases.renew(lease);
    }
  }

  void release() throws IOException {
    leases.release(lease);
  }
}
