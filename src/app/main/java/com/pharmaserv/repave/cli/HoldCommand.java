package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.HoldFleet;
import com.pharmaserv.repave.operation.HoldFleet.Holding;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.report.HoldText;
import com.pharmaserv.repave.wiring.Wiring;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps a fleet as it is. */
@Command(
    name = "hold",
    header = "Keeps a fleet as it is: no rollout of it begins until it is released.",
    description = {
      "",
      "'rotate' leaves it, 'roll' and 'teardown' refuse, 'status' and 'audit' name who holds it, why",
      "and until when; so does its journal. A rollout that is open goes on. Health, 'repair',",
      "'sweep' and 'quarantine' are as before. A later hold takes the place of an earlier one."
    },
    footer = {
      "",
      "Examples:",
      "  repave hold -e eu-prod app --reason 'audit of release 4.2'",
      "  repave hold -e eu-prod app --reason 'audit of release 4.2' --for 7d",
      "  repave hold -e eu-prod app --reason 'year-end closing' --until 2027-01-07 --plan"
    })
final class HoldCommand extends RepaveCommand {
  @Mixin FleetOptions options = new FleetOptions();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; kept in the journal.")
  String reason = "";

  @Mixin EndOptions end = new EndOptions();

  @Mixin PlanOption plan = new PlanOption();

  @Override
  int run(Wiring wiring) throws Exception {
    if (reason.isBlank()) {
      throw new RequestException("--reason is empty; say why, for whoever wants to roll the fleet");
    }
    Place place = options.place(wiring);
    Optional<Instant> until =
        end.instant(place.provider().time().now(), place.environment().upkeep().times().zone());
    HoldFleet fleet =
        new HoldFleet(
            place.provider(), options.fleet(place), wiring.operator(), narrator(wiring.time()));
    Holding holding = plan.only ? fleet.planHold(reason, until) : fleet.hold(reason, until);
    words(HoldText.of(holding));
    return answer(holding);
  }
}
