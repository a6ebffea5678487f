package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Signal;
import java.io.IOException;
import java.util.List;

/** The inbox of a fleet: how people reach a rollout that another process drives. */
public interface Signals {
  /** Posts a signal and returns it with its number, which is above all earlier ones. */
  Signal post(FleetId fleet, Signal.Kind kind, String by, String text) throws IOException;

  /** Signals above {@code seen}, in order. */
  List<Signal> pending(FleetId fleet, long seen) throws IOException;
}
