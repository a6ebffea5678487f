package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.port.Checks;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.port.Traffic;

/** Everything through which one fleet's engine touches the world. */
public record Ports(
    Fleets fleets,
    Traffic traffic,
    Gauges gauges,
    Images images,
    Checks checks,
    Journal journal,
    Leases leases,
    Signals signals,
    Time time) {
  /** The same with leases that are given elsewhere. */
  public Ports leasedBy(Leases other) {
    return new Ports(fleets, traffic, gauges, images, checks, journal, other, signals, time);
  }
}
