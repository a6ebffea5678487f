package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.Checks;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.Headroom;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.Stock;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.port.Traffic;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What the provider of one environment offers: its ports, and where records are kept.
 *
 * @param name as environment files have it
 * @param stock takes its images out of use
 * @param bakesOn which bases its baker can bake on
 * @param disks where it takes disks that were made elsewhere
 * @param around may wrap what an engine gets; how tests look into and disturb a real rollout
 */
public record Provider(
    String name,
    Fleets fleets,
    Traffic traffic,
    Gauges gauges,
    Images images,
    Stock stock,
    Baker baker,
    Predicate<Base> bakesOn,
    Disks disks,
    Headroom headroom,
    Checks checks,
    Journals journals,
    Leases leases,
    Signals signals,
    Time time,
    UnaryOperator<Ports> around) {

  /** The journals of the environment's fleets. */
  public interface Journals {
    /** The fleet's journal, read from the beginning. */
    Journal of(FleetId fleet) throws ProviderException;
  }

  public Journal journal(Fleet fleet) throws ProviderException {
    return journals.of(fleet.id());
  }

  /** What an engine needs to drive the fleet. */
  public Ports ports(Fleet fleet) throws ProviderException {
    return around.apply(
        new Ports(fleets, traffic, gauges, images, checks, journal(fleet), leases, signals, time));
  }

  /** The same provider, whose engines get their ports through this. */
  public Provider around(UnaryOperator<Ports> wrapping) {
    return new Provider(
        name, fleets, traffic, gauges, images, stock, baker, bakesOn, disks, headroom, checks,
        journals, leases, signals, time, wrapping);
  }

  /** The same provider, which bakes on further bases with another baker. */
  public Provider baking(Baker other, Predicate<Base> further) {
    return new Provider(
        name,
        fleets,
        traffic,
        gauges,
        images,
        stock,
        other,
        bakesOn.or(further),
        disks,
        headroom,
        checks,
        journals,
        leases,
        signals,
        time,
        around);
  }
}
