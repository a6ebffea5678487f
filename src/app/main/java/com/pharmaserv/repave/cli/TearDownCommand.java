package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.operation.TearDownFleets;
import com.pharmaserv.repave.operation.TearDownFleets.Teardown;
import com.pharmaserv.repave.report.TearDownText;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes fleets down for good. */
@Command(
    name = "teardown",
    header = "Takes an environment's fleets down: traffic, machines, groups.",
    description = {
      "",
      "Both slots of a fleet get weight 0, so that the load balancer refuses requests; open ones",
      "are finished. Then every machine ends, and the groups and launch templates that Repave made",
      "are deleted. Images, journals and everything that the infrastructure's code owns stay.",
      "",
      "Refused as long as a rollout is open, or somebody holds a machine. What is begun is in the",
      "journal: after a crash, 'repave sweep' or the same command ends it. The fleet is not rolled",
      "again by itself; 'repave roll --image IMAGE' brings it back."
    },
    footer = {
      "",
      "Examples:",
      "  repave teardown eu-staging --plan",
      "  repave teardown eu-staging --confirm eu-staging --reason 'the quarter is over'",
      "  repave teardown local-eu --fleet hello --confirm local-eu"
    })
final class TearDownCommand extends RepaveCommand {
  @Parameters(paramLabel = "ENVIRONMENT", description = "By the name of its file in environments/.")
  String environment = "";

  @Option(
      names = "--fleet",
      paramLabel = "FLEET",
      description = "Only this one. May be given more than once. Default: all of them.")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--confirm",
      paramLabel = "ENVIRONMENT",
      description = "The environment's name once more; without it nothing is done.")
  Optional<String> confirmed = Optional.empty();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "no longer needed",
      description = "For the journal. Default: ${DEFAULT-VALUE}")
  String reason = "";

  @Mixin PlanOption plan = new PlanOption();

  @Override
  int run(Wiring wiring) throws Exception {
    Place place = wiring.place(environment);
    List<Fleet> fleets = fleets(place);
    if (!plan.only) {
      requireConfirmed();
    }
    TearDownFleets down =
        new TearDownFleets(
            wiring.operator(),
            narrator(wiring.time()),
            fall -> words(TearDownText.of(fall, plan.only)));
    Teardown answer =
        plan.only
            ? down.plan(place.provider(), fleets)
            : down.tearDown(place.provider(), fleets, reason);
    return answer(answer);
  }

  private List<Fleet> fleets(Place place) throws RequestException {
    if (names.isEmpty()) {
      return place.environment().fleets();
    }
    List<Fleet> fleets = new ArrayList<>();
    for (String name : names) {
      fleets.add(FleetOptions.named(place.environment(), name));
    }
    return fleets;
  }

  private void requireConfirmed() throws RequestException {
    if (confirmed.isEmpty()) {
      throw new RequestException(
          "this ends machines of '%s' that may serve; look with --plan, then say the name once more: --confirm %s"
              .formatted(environment, environment));
    }
    if (!confirmed.get().equals(environment)) {
      throw new RequestException(
          "--confirm says '%s', but the environment is '%s'"
              .formatted(confirmed.get(), environment));
    }
  }
}
