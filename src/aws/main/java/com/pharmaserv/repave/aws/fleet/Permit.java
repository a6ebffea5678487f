package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.store.Fence;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * One effect's right to write. Auto Scaling and ELBv2 have no conditional writes, so the fence is
 * asked before an effect begins, and again before a write if reading took long: what is left is the
 * time between that answer and the write's arrival, bounded by the clients' call timeout.
 */
final class Permit {
  /** Long against the reads of an effect on a good day, short against a lease's term. */
  private static final Duration AGE_MAX = Duration.ofSeconds(2);

  private final Fence fence;
  private final Time time;
  private final FleetId fleet;
  private final long epoch;
  private Instant asked;

  private Permit(Fence fence, Time time, FleetId fleet, long epoch, Instant asked) {
    this.fence = fence;
    this.time = time;
    this.fleet = fleet;
    this.epoch = epoch;
    this.asked = asked;
  }

  /** Refuses with {@code CONFLICT} if a higher epoch has been there. */
  static Permit of(Fence fence, Time time, FleetId fleet, Stamp stamp) throws ProviderException {
    Instant now = time.now();
    fence.require(fleet, stamp.epoch());
    return new Permit(fence, time, fleet, stamp.epoch(), now);
  }

  /** To be called right before every write. */
  void check() throws ProviderException {
    Instant now = time.now();
    if (now.isAfter(asked.plus(AGE_MAX))) {
      fence.require(fleet, epoch);
      asked = now;
    }
  }
}
