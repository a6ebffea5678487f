package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Who may act on which fleet. At most one holder at a time, each with a higher epoch.
 *
 * <p>A lease that lasts longer than a term from now comes from a clock that was wrong. Whoever asks
 * for it in vain cuts it to a term from now: a holder that lives renews it before that is over, and
 * after one that does not, the fleet is free a term after the lease was first seen.
 */
public interface Leases {
  /** How long a lease lasts unless it is renewed: long against a slow call, short for a person. */
  Duration TERM = Duration.ofSeconds(30);

  /** Takes the lease if it is free, over, or its holder is known to be dead. */
  Lease acquire(FleetId fleet, String holder) throws LeaseHeldException, IOException;

  /** Extends the lease; refused if anybody else has taken it since. */
  Lease renew(Lease lease) throws LeaseHeldException, IOException;

  /** Gives the lease back; does nothing if it is no longer this one. */
  void release(Lease lease) throws IOException;

  /** The lease in force, if there is one. */
  Optional<Lease> current(FleetId fleet) throws IOException;

  /**
   * What one look at many leases shows of a fleet's.
   *
   * @param epoch of the latest lease, in force or over; 0 if there never was one
   * @param held whether it is in force
   */
  record Tally(long epoch, boolean held) {
    /** Nobody has ever held the fleet. */
    public static final Tally NONE = new Tally(0, false);
  }

  /** One look at the leases of all these fleets, with as few calls as the provider allows. */
  Map<FleetId, Tally> tallies(Collection<FleetId> fleets) throws IOException;

  /** Somebody else holds the lease. */
  final class LeaseHeldException extends RepaveException {
    private static final long serialVersionUID = 1L;

    private final transient Lease lease;

    public LeaseHeldException(Lease lease) {
      super(
          "fleet "
              + lease.fleet()
              + " is held by "
              + lease.holder()
              + " since "
              + lease.since()
              + " until "
              + lease.until()
              + " (epoch "
              + lease.epoch()
              + ")");
      this.lease = lease;
    }

    public Lease lease() {
      return lease;
    }
  }
}
