package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Reason;
import java.time.Instant;
import java.util.Optional;

/** Where a fleet stands in a rotation. */
public sealed interface Step {
  /** Whether nothing more comes of it in this rotation. */
  default boolean over() {
    return this instanceof Done || this instanceof Failed || this instanceof Barred;
  }

  /** It runs what it should. */
  record Done() implements Step {}

  /** It is rolled now. */
  record Rolling() implements Step {}

  /** It is to be rolled now, by whoever takes it. */
  record Begin(FleetId fleet, Stale target) implements Step {}

  /** Its rollout is open and nobody drives it: whoever takes it brings it on. */
  record GoOn(FleetId fleet) implements Step {}

  /**
   * It waits.
   *
   * @param until the first instant at which that may change by itself; empty if it depends on what
   *     others do
   */
  record Waits(Reason why, Optional<Instant> until) implements Step {}

  /** It was rolled in this rotation, in vain. */
  record Failed(Reason why) implements Step {}

  /** It is left as it is until a person says otherwise. */
  record Barred(Reason why) implements Step {}
}
