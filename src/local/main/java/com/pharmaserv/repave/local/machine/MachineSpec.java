package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;

/**
 * What a machine is to be.
 *
 * @param id unique in the environment, for example {@code hello-g0003-m2}
 */
public record MachineSpec(FleetId fleet, String id, String zone, ImageId image) {
  @Override
  public String toString() {
    return "machine " + id + " in " + zone;
  }
}
