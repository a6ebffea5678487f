package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.port.Watcher;

/** Told what goes on while an operation runs; for people, never for decisions. */
public interface Narrator {
  /** A line about what goes on; never part of the answer. */
  void note(String line);

  /** Begins to follow the fleet's rollout, until the watch is closed. */
  Watch watch(Fleet fleet);

  /** One rollout that is followed. */
  interface Watch extends Watcher, AutoCloseable {
    @Override
    void close();
  }
}
