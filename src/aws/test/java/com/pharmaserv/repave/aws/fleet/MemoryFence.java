package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.store.Fence;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.port.ProviderException;
import java.util.HashMap;
import java.util.Map;

/** A fence that only this process knows. */
final class MemoryFence implements Fence {
  private final Map<FleetId, Long> highest = new HashMap<>();

  @Override
  public void raise(FleetId fleet, long epoch) throws ProviderException {
    long reached = highest.merge(fleet, epoch, Math::max);
    if (reached > epoch) {
      throw new ProviderException(Failure.Kind.CONFLICT, epoch + " was overtaken by " + reached);
    }
  }

  @Override
  public void require(FleetId fleet, long epoch) throws ProviderException {
    raise(fleet, epoch);
  }
}
