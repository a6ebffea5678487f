package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.Signals;
import java.util.ArrayList;
import java.util.List;

/** The simulated inbox. */
public final class SimSignals implements Signals {
  private final World world;
  private final List<Signal> all = new ArrayList<>();

  public SimSignals(World world) {
    this.world = world;
  }

  @Override
  public Signal post(FleetId fleet, Signal.Kind kind, String by, String text) {
    Signal signal = new Signal(all.size() + 1L, kind, by, text, world.now());
    all.add(signal);
    return signal;
  }

  @Override
  public List<Signal> pending(FleetId fleet, long seen) {
    return all.stream().filter(s -> s.number() > seen).toList();
  }
}
