package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RolloutState;
import java.util.List;
import java.util.Optional;

/**
 * One fleet as a person asks for it.
 *
 * @param view empty if the fleet could not be observed
 * @param inTheWay what others did to the fleet, and how far the clocks are apart
 * @param state of the latest rollout, ended or not
 * @param why what the latest decision said
 * @param lease the lease in force
 * @param hold what a person keeps the fleet as it is by
 * @param activeImage the image of the active generation
 * @param quarantined its machines that are kept apart
 * @param unreachable why there is no view
 * @param problem what is wrong with the journal or the lease, which is why they are not shown
 */
public record FleetStatus(
    FleetId fleet,
    Optional<FleetView> view,
    List<Reason> inTheWay,
    Optional<RolloutState> state,
    Optional<Reason> why,
    Optional<Lease> lease,
    Optional<Hold> hold,
    Optional<Image> activeImage,
    List<Quarantined> quarantined,
    Optional<String> unreachable,
    Optional<String> problem) {
  public FleetStatus {
    inTheWay = List.copyOf(inTheWay);
    quarantined = List.copyOf(quarantined);
  }
}
