package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Suspicion;
import java.util.List;
import java.util.Optional;

/** Whether a machine may be kept apart now, and what that costs its fleet. */
public sealed interface Quarantining {
  /** It may. */
  record Agreed(Quarantine action, Reason reason) implements Quarantining {}

  /** It is; doing it again does what is missing, if anything is. */
  record Kept(Quarantine action, Reason reason) implements Quarantining {}

  /** It must not, or cannot. */
  record Refused(Reason reason) implements Quarantining {}

  /** Process of a group without which it launches no machine. */
  String LAUNCH = "Launch";

  /**
   * Asks before a person's word is posted, and again when it is heard.
   *
   * @param kept machines that are kept apart, of any fleet
   * @param by who wants it
   */
  static Quarantining of(
      Fleet fleet, FleetView view, List<Quarantined> kept, Suspicion suspicion, String by) {
    for (Generation generation : view.generations()) {
      Optional<Machine> found =
          generation.machines().stream()
              .filter(m -> m.id().equals(suspicion.machine()))
              .findFirst();
      if (found.isPresent()) {
        return of(fleet, view, generation, found.get(), suspicion, by);
      }
    }
    return kept.stream()
        .filter(q -> q.machine().equals(suspicion.machine()))
        .filter(q -> q.generation().fleet().equals(fleet.id()))
        .findFirst()
        .<Quarantining>map(
            q ->
                new Kept(
                    action(q.generation(), suspicion, by),
                    Reason.of(ReasonCode.QUARANTINED_ALREADY, q.machine(), q.reason())))
        .orElseGet(() -> refused(ReasonCode.NO_SUCH_MACHINE, fleet.id(), suspicion.machine()));
  }

  private static Quarantine action(GenerationId generation, Suspicion suspicion, String by) {
    return new Quarantine(generation, suspicion.machine(), suspicion.force(), by, suspicion.why());
  }

  private static Quarantining of(
      Fleet fleet,
      FleetView view,
      Generation generation,
      Machine machine,
      Suspicion suspicion,
      String by) {
    if (machine.lifecycle() != Lifecycle.IN_SERVICE) {
      return refused(
          ReasonCode.MACHINE_NOT_IN_SERVICE,
          machine.id(),
          generation.id(),
          machine.lifecycle() == Lifecycle.PENDING ? "not in service yet" : "on its way out");
    }
    Optional<Reason> cost = machine.serves() ? cost(fleet, view, generation) : Optional.empty();
    if (cost.isPresent() && !suspicion.force()) {
      return new Refused(cost.get());
    }
    Reason will =
        Reason.of(ReasonCode.WILL_QUARANTINE, machine.id(), generation.id(), generation.image());
    boolean replaced = !generation.settings().suspended().contains(LAUNCH);
    Reason whole =
        replaced ? will : will.and(Reason.of(ReasonCode.NOT_REPLACED, LAUNCH, generation.id()));
    return new Agreed(action(generation.id(), suspicion, by), cost.map(whole::and).orElse(whole));
  }

  /** What the fleet would lack, if it would: the same sum as I1's. */
  private static Optional<Reason> cost(Fleet fleet, FleetView view, Generation generation) {
    List<Generation> carrying =
        view.generations().stream().filter(g -> share(fleet, view, g) > 0).toList();
    if (!carrying.contains(generation)) {
      return Optional.empty();
    }
    int serving = carrying.stream().mapToInt(Generation::serving).sum();
    int desired = carrying.stream().mapToInt(Generation::desired).max().orElse(0);
    int floor = fleet.policy().needed(desired, 100);
    if (serving - 1 < floor) {
      return Optional.of(
          Reason.of(ReasonCode.BELOW_FLOOR, fleet.id(), serving - 1, serving, floor));
    }
    int own = fleet.policy().needed(generation.desired(), share(fleet, view, generation));
    return generation.serving() - 1 < own
        ? Optional.of(
            Reason.of(
                ReasonCode.BELOW_FLOOR,
                generation.id(),
                generation.serving() - 1,
                generation.serving(),
                own))
        : Optional.empty();
  }

  private static int share(Fleet fleet, FleetView view, Generation generation) {
    if (!fleet.routed()) {
      return 100;
    }
    return view.route()
        .flatMap(route -> generation.slot().map(slot -> route.weights().share(slot)))
        .orElse(0);
  }

  private static Refused refused(ReasonCode code, Object... values) {
    return new Refused(Reason.of(code, values));
  }
}
