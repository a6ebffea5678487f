package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Who is who in a fleet, and how its machines are, for people. */
final class Roles {
  private Roles() {}

  /** One zone's machines of a generation. */
  record Zone(String name, int healthy, int machines) {
    @Override
    public String toString() {
      return name + " " + healthy + "/" + machines;
    }
  }

  /** The role of a generation while the rollout is under way or after it. */
  static String of(RolloutState state, GenerationId generation) {
    if (state.active().map(Placement::generation).equals(Optional.of(generation))) {
      return "active";
    }
    if (state.to().generation().equals(generation)) {
      return "candidate";
    }
    boolean from = state.from().map(Placement::generation).equals(Optional.of(generation));
    return from ? "previous" : "unknown";
  }

  /** The generation that carries the fleet: by the route, and without one by the journal. */
  static Optional<Generation> active(FleetView view, Optional<RolloutState> latest) {
    Optional<Generation> routed =
        view.route()
            .map(FleetView.RouteView::weights)
            .flatMap(
                weights ->
                    weights.blue() == 100
                        ? Optional.of(Slot.BLUE)
                        : weights.green() == 100 ? Optional.of(Slot.GREEN) : Optional.empty())
            .flatMap(view::in);
    if (routed.isPresent()) {
      return routed;
    }
    Optional<Generation> journaled =
        latest
            .flatMap(RolloutState::active)
            .flatMap(placement -> view.find(placement.generation()));
    boolean only = journaled.isEmpty() && view.generations().size() == 1 && latest.isEmpty();
    return only ? Optional.of(view.generations().get(0)) : journaled;
  }

  /** The generation's machines by zone; {@code zones} are shown even where there are none. */
  static List<Zone> zones(Generation generation, List<String> zones) {
    TreeSet<String> names = new TreeSet<>(zones);
    generation.machines().forEach(machine -> names.add(machine.zone()));
    List<Zone> found = new ArrayList<>();
    for (String name : names) {
      List<Machine> there =
          generation.machines().stream()
              .filter(m -> m.zone().equals(name) && m.lifecycle() != Lifecycle.TERMINATING)
              .toList();
      int healthy = (int) there.stream().filter(Machine::serves).count();
      found.add(new Zone(name, healthy, there.size()));
    }
    return found;
  }
}
