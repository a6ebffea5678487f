package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.Checks;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.Headroom;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.port.Traffic;

/** One environment: its provider's ports, and where its records are kept. */
record Cloud(
    Fleets fleets,
    Traffic traffic,
    Gauges gauges,
    Images images,
    Baker baker,
    Headroom headroom,
    Checks checks,
    Journals journals,
    Leases leases,
    Signals signals) {

  /** The journals of the environment's fleets. */
  interface Journals {
    /** The fleet's journal, read anew. */
    Journal of(FleetId fleet) throws ProviderException;
  }

  Journal journal(Fleet fleet) throws ProviderException {
    return journals.of(fleet.id());
  }

  /** What an engine needs to drive the fleet. */
  Ports ports(Fleet fleet, Time time) throws ProviderException {
    return new Ports(
        fleets, traffic, gauges, images, checks, journal(fleet), leases, signals, time);
  }
}
