package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.operation.ImageChoice;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.Provider;
import com.pharmaserv.repave.operation.RollFleet;
import com.pharmaserv.repave.operation.Rolls;
import com.pharmaserv.repave.operation.Until;
import com.pharmaserv.repave.report.RollText;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rolls an image out to a fleet. */
@Command(
    name = "roll",
    header = "Rolls an image out to a fleet.",
    description = {
      "",
      "Launches a candidate generation, verifies it, shifts traffic in the policy's steps, watches",
      "each, promotes it, keeps the previous generation warm for a while, and retires it. If a gate",
      "fails, traffic goes back and the image is blocked.",
      "If a rollout of the fleet is open, this goes on with it first."
    },
    footer = {
      "",
      "Examples:",
      "  repave roll -e local-eu hello                the newest image that may roll there",
      "  repave roll -e local-eu hello --plan         what would happen; changes nothing",
      "  repave roll -e eu-prod app --image 3f9a1c    one particular image",
      "  repave roll -e eu-prod app --until promoted  for CI: do not wait for the retention",
      "  repave roll -e eu-prod app --until approval  for CI: exit code 4 while a person must decide"
    })
final class RollCommand extends RepaveCommand {
  @Mixin FleetOptions options = new FleetOptions();

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description =
          "name@digest, or the start of it. Default: the newest that is not blocked and has the"
              + " environment's channel.")
  Optional<String> image = Optional.empty();

  @Mixin PlanOption plan = new PlanOption();

  @Option(
      names = "--again",
      description = "Even if the fleet runs the image: replaces its machines.")
  boolean again;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Return at approval, promoted or retired. Default: retired.")
  Until until = Until.RETIRED;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journal.")
  String reason = "rolled by a person";

  @Override
  int run(Wiring wiring) throws Exception {
    Place place = options.place(wiring);
    Fleet fleet = options.fleet(place);
    Provider provider = place.provider();
    Image wanted = ImageChoice.choose(provider.images().list(), fleet, image);
    RollFleet roll =
        new RollFleet(
            place,
            fleet,
            wiring.debian().rolling(),
            wiring.operator(),
            narrator(wiring.time()),
            result -> words(RollText.of(result)));
    Rolls rolls =
        plan.only
            ? roll.plan(wanted, named(), again)
            : roll.roll(new RollFleet.Request(wanted, named(), reason, again, until));
    return answer(rolls);
  }

  private boolean named() {
    return image.isPresent() || again;
  }
}
