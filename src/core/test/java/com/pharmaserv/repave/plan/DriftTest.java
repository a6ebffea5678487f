package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static Generation generation(int number, Optional<Slot> slot) {
    Settings settings = new Settings(0, 6, new TreeSet<>(), true);
    return Facts.generation(number, slot, Scenarios.OLD, 3, 3, settings);
  }

  private static Fleet fleet(boolean routed) {
    return Scenarios.fleet(3, routed, Scenarios.policy(false, Duration.ofSeconds(5), 100));
  }

  private static List<Generation> orphans(
      Fleet fleet, Optional<RouteView> route, List<Generation> generations) {
    return Drift.orphans(fleet, new FleetView(Facts.START, route, generations), Optional.empty());
  }

  @Test
  void callsAnIdleGenerationThatNoRolloutKnowsAnOrphan() {
    Generation active = generation(1, Optional.of(Slot.BLUE));
    Generation unknown = generation(2, Optional.of(Slot.GREEN));
    RouteView route = new RouteView(Weights.of(Slot.BLUE, 100), Optional.empty());
    assertThat(orphans(fleet(true), Optional.of(route), List.of(active, unknown)))
        .containsExactly(unknown);
  }

  @Test
  void neverCallsAnythingWithTrafficAnOrphan() {
    List<Generation> both =
        List.of(generation(1, Optional.of(Slot.BLUE)), generation(2, Optional.of(Slot.GREEN)));
    RouteView route = new RouteView(Weights.of(Slot.BLUE, 60), Optional.empty());
    assertThat(orphans(fleet(true), Optional.of(route), both)).isEmpty();
  }

  @Test
  void callsNoWorkerAnOrphanWhileItIsUnknownWhichOneCarriesTheFleet() {
    List<Generation> both =
        List.of(generation(1, Optional.empty()), generation(2, Optional.empty()));
    assertThat(orphans(fleet(false), Optional.empty(), both)).isEmpty();
  }
}
