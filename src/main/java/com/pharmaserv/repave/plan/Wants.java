package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import java.time.Instant;
import java.util.Optional;

/**
 * What a turn needs to see beside the fleet itself; anything else would be calls for nothing.
 *
 * @param measureSince measure the candidate and the active generation since then
 * @param probe ask once through the test route
 * @param block look up whether the candidate's image is blocked
 */
public record Wants(Optional<Instant> measureSince, boolean probe, boolean block) {
  public static Wants of(Fleet fleet, RolloutState state) {
    boolean forward = state.course() == Course.FORWARD;
    boolean soaking = forward && state.phase() == Phase.SOAK && fleet.routed();
    boolean verifying =
        forward && state.phase() == Phase.VERIFY && !state.verified() && fleet.routed();
    return new Wants(
        soaking ? Optional.of(state.since()) : Optional.empty(), verifying, state.blames());
  }
}
