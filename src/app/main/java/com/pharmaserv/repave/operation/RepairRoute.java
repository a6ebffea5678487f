package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.plan.Repair;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;

/** Gives all traffic back to the generation that the journal calls active. */
public final class RepairRoute {
  private final Provider provider;
  private final Fleet fleet;
  private final Operator operator;
  private final Narrator narrator;

  /** A repair of one fleet's route. */
  public RepairRoute(Provider provider, Fleet fleet, Operator operator, Narrator narrator) {
    this.provider = provider;
    this.fleet = fleet;
    this.operator = operator;
    this.narrator = narrator;
  }

  /**
   * What was done, or in a plan would be.
   *
   * @param why it may not be repaired, or what it is repaired to
   */
  public record Repaired(boolean plan, FleetId fleet, Result result, Reason why) implements Answer {
    @Override
    public Outcome outcome() {
      return result == Result.REFUSED ? Outcome.FAILED : Outcome.DONE;
    }
  }

  /** How the route stands. */
  public enum Result {
    /** It led where the journal says, and nothing was done. */
    WHOLE,
    /** It was put right; in a plan, it would be. */
    REPAIRED,
    /** It must not be put right by itself. */
    REFUSED
  }

  /** What would be done; changes nothing. */
  public Repaired plan() throws RepaveException {
    return repaired(
        true,
        Repair.of(fleet, provider.fleets().observe(fleet), Pilot.latest(provider.journal(fleet))));
  }

  /** Does it, with the fleet's lease in hand. */
  public Repaired repair() throws RepaveException, IOException, InterruptedException {
    return repaired(
        false, new Flight(provider, fleet, operator, narrator).<Repair>lead(Pilot::repair));
  }

  private Repaired repaired(boolean plan, Repair repair) {
    if (repair instanceof Repair.Shift shift) {
      return new Repaired(plan, fleet.id(), Result.REPAIRED, shift.reason());
    }
    return repair instanceof Repair.Refused refused
        ? new Repaired(plan, fleet.id(), Result.REFUSED, refused.reason())
        : new Repaired(plan, fleet.id(), Result.WHOLE, ((Repair.Whole) repair).reason());
  }
}
