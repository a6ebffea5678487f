package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.ProviderException;

/** How much is still going on in a slot that gets no new traffic. */
@FunctionalInterface
public interface OpenRequests {
  /** Requests that ended in the slot lately; 0 once it is quiet. */
  int lately(Fleet fleet, Slot slot) throws ProviderException;
}
