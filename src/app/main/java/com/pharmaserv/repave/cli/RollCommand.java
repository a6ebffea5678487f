package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import java.util.LinkedHashMap;
import java.util.Map;
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
      "  repave roll -e local-eu hello                the newest image that is not blocked",
      "  repave roll -e local-eu hello --plan         what would happen; changes nothing",
      "  repave roll -e eu-prod app --image 3f9a1c    one particular image",
      "  repave roll -e eu-prod app --until promoted  for CI: do not wait for the retention"
    })
final class RollCommand extends RepaveCommand {
  @Mixin FleetOptions options = new FleetOptions();

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "name@digest, or the start of it. Default: the newest.")
  Optional<String> image = Optional.empty();

  @Option(names = "--plan", description = "Print what would happen, and change nothing.")
  boolean plan;

  @Option(
      names = "--again",
      description = "Even if the fleet runs the image: replaces its machines.")
  boolean again;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Return when promoted or retired. Default: retired.")
  Flight.Until until = Flight.Until.RETIRED;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journal.")
  String reason = "rolled by a person";

  @Override
  int run(Wiring wiring) throws Exception {
    Environment environment = options.environment(wiring);
    Fleet fleet = options.fleet(wiring);
    Image wanted =
        ImageChoice.choose(wiring.cloud(environment).images().list(), fleet.image(), image);
    Roll roll = new Roll(this, wiring, environment, fleet, Optional.empty());
    int code;
    try {
      code = plan ? roll.plan(wanted, again) : roll.roll(wanted, reason, again, until);
    } finally {
      // The rollout asked for comes last; before it, one that had to be finished first.
      if (json() && !told().isEmpty()) {
        Map<String, Object> answer = new LinkedHashMap<>(told().get(told().size() - 1));
        answer.put("before", told().subList(0, told().size() - 1));
        printJson(answer);
      }
    }
    return code;
  }
}
