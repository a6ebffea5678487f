package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.Narrator;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.operation.RotateFleets;
import com.pharmaserv.repave.operation.Until;
import com.pharmaserv.repave.report.Display;
import com.pharmaserv.repave.report.Look;
import com.pharmaserv.repave.report.RollText;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rolls every stale fleet of one or more environments. */
@Command(
    name = "rotate",
    header = "Bakes what changed, then rolls every fleet that runs an older image.",
    description = {
      "",
      "Fleets are rolled in the order of their environment file, one after the other unless",
      "--parallel says otherwise. After the first one that does not succeed no other begins:",
      "what failed here is not tried elsewhere. Where an environment asks for a channel, fleets go to",
      "the newest image that was released to it; a candidate waits, and that is no failure."
    },
    footer = {
      "",
      "Examples:",
      "  repave rotate -e local-eu --plan             what is stale, and what would happen",
      "  repave rotate -e local-eu -e local-us        both, one after the other",
      "  repave rotate -e eu-prod --until promoted    for a nightly job",
      "  repave rotate -e eu-prod --parallel 20       many fleets at a time"
    })
final class RotateCommand extends RepaveCommand {
  /** Each flight has a thread of its own, and looks at its fleet every few seconds. */
  private static final int PARALLEL_MAX = 100;

  /** Rollouts that are drawn at once, each with about eight rows. */
  private static final int DRAWN_MAX = 3;

  @Mixin EnvironmentsOption environments = new EnvironmentsOption();

  @Mixin PlanOption plan = new PlanOption();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Fleets that are rolled at a time, up to 100. Default: 1.")
  int parallel = 1;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Go on when each is promoted or retired. Default: retired.")
  Until until = Until.RETIRED;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journals.")
  String reason = "patch rotation";

  @Override
  int run(Wiring wiring) throws Exception {
    if (parallel < 1 || parallel > PARALLEL_MAX) {
      throw new RequestException(
          "--parallel %s must be from 1 to %s".formatted(parallel, PARALLEL_MAX));
    }
    List<Place> places = environments.places(wiring);
    if (plan.only || parallel == 1) {
      return rotate(wiring, places, narrator(wiring.time()));
    }
    Look look = look();
    // More blocks than a screen has room for cannot be drawn in place.
    Look readable = parallel > DRAWN_MAX ? Look.plain(look.unicode(), look.zone()) : look;
    String goesOn = "repave rotate -e " + String.join(" -e ", environments.names);
    keepLines();
    try (Display display = new Display(err(), wiring.time(), readable, goesOn)) {
      return rotate(wiring, places, display);
    } finally {
      letLinesGo();
    }
  }

  private int rotate(Wiring wiring, List<Place> places, Narrator narrator) throws Exception {
    RotateFleets fleets =
        new RotateFleets(
            places,
            wiring.sources(places),
            wiring.debian().rolling(),
            wiring.operator(),
            narrator,
            roll -> words(RollText.of(roll)));
    return answer(
        plan.only
            ? fleets.plan()
            : fleets.rotate(new RotateFleets.Request(reason, until, parallel)));
  }
}
