package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.RepairRoute;
import com.pharmaserv.repave.operation.RepairRoute.Repaired;
import com.pharmaserv.repave.report.RepairText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts weights right that somebody changed. */
@Command(
    name = "repair",
    header = "Gives all traffic back to the generation that the journal calls active.",
    description = {
      "",
      "For a route that somebody, or the infrastructure's code, changed while no rollout was open:",
      "weights on an empty slot, on neither slot, on both, or on another generation. All weight",
      "moves in one step, if the generation has the healthy machines to carry it; where nobody is",
      "served, one is enough. The step is journaled like any other."
    },
    footer = {
      "",
      "Examples:",
      "  repave repair -e eu-prod app --plan    what would happen; changes nothing",
      "  repave repair -e eu-prod app"
    })
final class RepairCommand extends RepaveCommand {
  @Mixin FleetOptions options = new FleetOptions();

  @Mixin PlanOption plan = new PlanOption();

  @Override
  int run(Wiring wiring) throws Exception {
    Place place = options.place(wiring);
    RepairRoute route =
        new RepairRoute(
            place.provider(), options.fleet(place), wiring.operator(), narrator(wiring.time()));
    Repaired repaired = plan.only ? route.plan() : route.repair();
    words(RepairText.of(repaired));
    return answer(repaired);
  }
}
