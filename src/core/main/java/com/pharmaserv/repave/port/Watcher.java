package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import java.time.Instant;

/** Told about every turn of the engine; for progress, never for decisions. */
public interface Watcher {
  void turned(Fleet fleet, FleetView view, Decision decision, Instant at);
}
