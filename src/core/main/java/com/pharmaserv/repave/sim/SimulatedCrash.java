package com.pharmaserv.repave.sim;

/** The engine's process is gone. An error, so that no code between here and there handles it. */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedCrash(String where) {
    super(where, null, false, false);
  }
}
