package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Stamp;

/** The route of a fleet. The same rules as for {@link Fleets}: idempotent and fenced. */
public interface Traffic {
  /** Sets both weights in one atomic step; {@code CONFLICT} if others than expected are read. */
  void shift(Fleet fleet, ShiftTraffic action, Stamp stamp) throws ProviderException;

  void pointTestRoute(Fleet fleet, PointTestRoute action, Stamp stamp) throws ProviderException;
}
