package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.port.ProviderException;

/**
 * Remembers the highest epoch that may act on a fleet. Auto Scaling and load balancing know no
 * conditional writes, so asking here before each effect is the best there is: an old holder whose
 * call is already on its way can still land, but within that call's time limit only.
 */
public interface Fence {
  /** Makes this the lowest epoch that may act; {@code CONFLICT} if a higher one has been there. */
  void raise(FleetId fleet, long epoch) throws ProviderException;

  /** Returns if no higher epoch has been there, and raises the fence to this one. */
  void require(FleetId fleet, long epoch) throws ProviderException;
}
