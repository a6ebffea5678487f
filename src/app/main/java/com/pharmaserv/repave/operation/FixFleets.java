package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.operation.AuditFleets.Audit;
import com.pharmaserv.repave.operation.AuditFleets.Finding;
import com.pharmaserv.repave.operation.AuditFleets.HeldFleet;
import com.pharmaserv.repave.operation.RepairRoute.Repaired;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds what would put right each thing that an audit finds, and does what is safe without a
 * person: traffic goes back to the generation of the journal, and orphans are removed. No rollout
 * is begun or gone on with, and no fleet is touched while somebody has it.
 */
public final class FixFleets {
  private final Operator operator;
  private final Narrator narrator;
  private final Consumer<Fix> each;
  private final List<Fix> handled = new ArrayList<>();

  /**
   * On behalf of somebody.
   *
   * @param each told of each remedy as soon as its result is there
   */
  public FixFleets(Operator operator, Narrator narrator, Consumer<Fix> each) {
    this.operator = operator;
    this.narrator = narrator;
    this.each = each;
  }

  /**
   * What became of all findings; in a plan, what would.
   *
   * @param handled each finding with its remedy
   * @param held fleets that people keep as they are
   */
  public record Fixed(boolean plan, List<Fix> handled, List<HeldFleet> held) implements Answer {
    public Fixed {
      handled = List.copyOf(handled);
      held = List.copyOf(held);
    }

    @Override
    public Outcome outcome() {
      return handled.stream().allMatch(fix -> fix.result() == Result.FIXED)
          ? Outcome.DONE
          : Outcome.FAILED;
    }
  }

  /**
   * One finding, and what puts it right.
   *
   * @param why what was found
   * @param because why it was not done, where that was tried
   */
  public record Fix(
      FleetId fleet, Reason why, Remedy remedy, Result result, Optional<Reason> because) {}

  /** What became of a finding. */
  public enum Result {
    /** It is put right; never in a plan. */
    FIXED,
    /** It would be put right without a person. */
    WOULD_FIX,
    /** A person has to do it, or to decide. */
    LEFT
  }

  /** What this does about all findings, with nothing changed if it is a plan. */
  public Fixed fix(List<Place> places, boolean plan)
      throws RepaveException, IOException, InterruptedException, HalfDoneException {
    Audit audit = new AuditFleets(finding -> {}).audit(places);
    try {
      for (Finding finding : audit.findings()) {
        tell(fix(places, finding, plan));
      }
    } catch (RepaveException | IOException failed) {
      throw new HalfDoneException(new Fixed(plan, handled, audit.held()), failed);
    }
    return new Fixed(plan, handled, audit.held());
  }

  private Fix fix(List<Place> places, Finding finding, boolean plan)
      throws RepaveException, IOException, InterruptedException {
    Remedy remedy = Remedy.of(finding.why().code());
    Place place = place(places, finding.fleet());
    Optional<Fleet> fleet = place.environment().fleet(finding.fleet().name());
    if (!remedy.automatic() || fleet.isEmpty()) {
      return left(finding, remedy, Optional.empty());
    }
    try {
      Optional<Reason> not =
          remedy == Remedy.REPAIR
              ? repaired(place.provider(), fleet.get(), plan)
              : swept(place.provider(), fleet.get(), plan);
      return not.isPresent()
          ? left(finding, remedy, not)
          : new Fix(
              finding.fleet(),
              finding.why(),
              remedy,
              plan ? Result.WOULD_FIX : Result.FIXED,
              Optional.empty());
    } catch (LeaseHeldException held) {
      return left(
          finding, remedy, Optional.of(Reason.of(ReasonCode.FLEET_TAKEN, held.lease().holder())));
    }
  }

  private static Place place(List<Place> places, FleetId fleet) {
    return places.stream()
        .filter(place -> place.environment().id().equals(fleet.environment()))
        .findFirst()
        .orElseThrow();
  }

  private static Fix left(Finding finding, Remedy remedy, Optional<Reason> because) {
    return new Fix(finding.fleet(), finding.why(), remedy, Result.LEFT, because);
  }

  /** Why the route is not put right. */
  private Optional<Reason> repaired(Provider provider, Fleet fleet, boolean plan)
      throws RepaveException, IOException, InterruptedException {
    RepairRoute route = new RepairRoute(provider, fleet, operator, narrator);
    requireFree(provider, fleet);
    Repaired repaired = plan ? route.plan() : route.repair();
    return repaired.result() == RepairRoute.Result.REFUSED
        ? Optional.of(repaired.why())
        : Optional.empty();
  }

  /** Why orphans are not removed. */
  private Optional<Reason> swept(Provider provider, Fleet fleet, boolean plan)
      throws RepaveException, IOException, InterruptedException {
    requireFree(provider, fleet);
    Predicate<RolloutState> open = state -> !state.ended();
    Optional<Reason> rollout =
        Pilot.latest(provider.journal(fleet))
            .filter(open)
            .map(state -> Reason.of(ReasonCode.ROLLOUT_OPEN, state.id()));
    if (rollout.isPresent() || plan) {
      return rollout;
    }
    return new Flight(provider, fleet, operator, narrator)
        .<Optional<Reason>>lead(
            pilot -> {
              // Somebody may have begun one before the lease was ours.
              Optional<RolloutState> begun = pilot.latest().filter(open);
              if (begun.isEmpty()) {
                pilot.sweep();
              }
              return begun.map(state -> Reason.of(ReasonCode.ROLLOUT_OPEN, state.id()));
            });
  }

  /** In a plan, too: exactly what would happen. */
  private static void requireFree(Provider provider, Fleet fleet)
      throws LeaseHeldException, IOException {
    Optional<Lease> held = provider.leases().current(fleet.id());
    if (held.isPresent()) {
      throw new LeaseHeldException(held.get());
    }
  }

  private void tell(Fix fix) {
    handled.add(fix);
    each.accept(fix);
  }
}
