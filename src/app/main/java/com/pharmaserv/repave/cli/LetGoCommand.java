package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.HoldFleet;
import com.pharmaserv.repave.operation.HoldFleet.Holding;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.report.HoldText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends the hold of a fleet. */
@Command(
    name = "release",
    header = "Ends the hold of a fleet, and lets go of images that a rollback kept from it.",
    description = {
      "",
      "An image that a person took back from the fleet (rollback, abort, reject), or whose machines",
      "were lost under traffic, is not rolled there again by itself until it is named, or released",
      "here. What is blocked stays blocked: see 'repave images unblock'. Nothing is rolled by this."
    },
    footer = {
      "",
      "Examples:",
      "  repave release -e eu-prod app --plan    what is held there; changes nothing",
      "  repave release -e eu-prod app --reason 'the audit is over'"
    })
final class LetGoCommand extends RepaveCommand {
  @Mixin FleetOptions options = new FleetOptions();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journal.")
  String reason = "";

  @Mixin PlanOption plan = new PlanOption();

  @Override
  int run(Wiring wiring) throws Exception {
    Place place = options.place(wiring);
    HoldFleet fleet =
        new HoldFleet(
            place.provider(), options.fleet(place), wiring.operator(), narrator(wiring.time()));
    Holding holding = plan.only ? fleet.planRelease(reason) : fleet.release(reason);
    words(HoldText.of(holding));
    return answer(holding);
  }
}
