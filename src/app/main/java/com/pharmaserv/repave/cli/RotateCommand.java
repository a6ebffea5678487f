package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.RotationPlanReader;
import com.pharmaserv.repave.config.Units;
import com.pharmaserv.repave.model.RotationPlan;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.operation.Narrator;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.operation.RotateFleets;
import com.pharmaserv.repave.operation.Rotated;
import com.pharmaserv.repave.operation.Until;
import com.pharmaserv.repave.report.Display;
import com.pharmaserv.repave.report.Look;
import com.pharmaserv.repave.report.RollText;
import com.pharmaserv.repave.report.RotationPage;
import com.pharmaserv.repave.report.RotationText;
import com.pharmaserv.repave.wiring.Wiring;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rolls every stale fleet of one or more environments. */
@Command(
    name = "rotate",
    header = "Bakes what changed, then rolls every stale fleet as its environment's policy allows.",
    description = {
      "",
      "A fleet is stale when there is a newer image for it, when the one it runs was blocked, or when",
      "its machines are older than the environment's file allows. The earliest deadline is rolled",
      "first. The file says how many at a time, in which windows, after which other environment,",
      "and after how many failures no other begins; what failed is tried nowhere else.",
      "Environments are rotated one after the other, in the order given.",
      "Where an environment asks for a channel, fleets go to the newest image that was released to",
      "it; a candidate waits, and that is no failure.",
      "",
      "Exit code 0: all is fresh, or is left to a person. 4: something is stale still and waits, for",
      "its window for example; a later run goes on. Any other: the first fleet that did not succeed."
    },
    footer = {
      "",
      "Examples:",
      "  repave rotate -e local-eu --plan             what is stale and why, and what would happen",
      "  repave rotate -e local-eu -e local-us        one after the other",
      "  repave rotate -e eu-prod --until promoted    for a nightly job",
      "  repave rotate -e eu-prod --wait 2h           a window that opens soon is waited for",
      "  repave rotate -e eu-prod --emergency KEV-17  whatever is frozen or closed",
      "  repave rotate -e eu-prod --plan -o json > plan.json",
      "  repave rotate -e eu-prod --plan-file plan.json  that, and nothing else"
    })
final class RotateCommand extends RepaveCommand {
  /** Rollouts that are drawn at once, each with about eight rows. */
  private static final int DRAWN_MAX = 3;

  /** Longer than any scheduler lets a job wait. */
  private static final Duration WAIT_MAX = Duration.ofHours(24);

  @Mixin EnvironmentsOption environments = new EnvironmentsOption();

  @Mixin PlanOption plan = new PlanOption();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = {
        "Fleets that are rolled at a time in each environment, up to 100.",
        "Default: as its file says, or else 1."
      })
  @Nullable Integer parallel;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Go on when each is promoted or retired. Default: retired.")
  Until until = Until.RETIRED;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = {
        "How long to wait for a window or a proof while nothing else is to be done,",
        "such as 90m or 2h, up to 24h. Default: not at all."
      })
  String wait = "0s";

  @Option(
      names = "--emergency",
      paramLabel = "TEXT",
      description = "Overrides freezes and windows; the reason is kept in the journals.")
  @Nullable String emergency;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journals.")
  String reason = "patch rotation";

  @Option(
      names = "--plan-file",
      paramLabel = "FILE",
      description = {
        "Does what '--plan --output json' has written to this file and nothing else, and refuses",
        "if anything is different now; '-' reads standard input. With --plan it only looks."
      })
  @Nullable String planFile;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "With --plan: writes it as a page as well.")
  Optional<Path> html = Optional.empty();

  @Override
  int run(Wiring wiring) throws Exception {
    if (html.isPresent() && !plan.only) {
      throw new RequestException("--html is the page of a plan: add --plan");
    }
    if (parallel != null && (parallel < 1 || parallel > Upkeep.FLEETS_MAX)) {
      throw new RequestException(
          "--parallel %s must be from 1 to %s".formatted(parallel, Upkeep.FLEETS_MAX));
    }
    if (emergency != null && emergency.isBlank()) {
      throw new RequestException("--emergency must say why: it is kept in the journals");
    }
    List<Place> places = environments.places(wiring);
    int most = places.stream().mapToInt(this::atATime).max().orElse(1);
    if (plan.only || most == 1) {
      return rotate(wiring, places, narrator(wiring.time()));
    }
    Look look = look();
    // More blocks than a screen has room for cannot be drawn in place.
    Look readable = most > DRAWN_MAX ? Look.plain(look.unicode(), look.zone()) : look;
    String goesOn = "repave rotate -e " + String.join(" -e ", environments.names);
    keepLines();
    try (Display display = new Display(err(), wiring.time(), readable, goesOn)) {
      return rotate(wiring, places, display);
    } finally {
      letLinesGo();
    }
  }

  private int atATime(Place place) {
    return parallel == null
        ? Math.min(place.environment().upkeep().fleets(), place.environment().fleets().size())
        : parallel;
  }

  private RotateFleets.Request request() throws RequestException, ConfigException {
    Duration patience =
        Units.duration(wait)
            .filter(time -> time.compareTo(WAIT_MAX) <= 0)
            .orElseThrow(
                () ->
                    new RequestException(
                        "--wait '%s' must be a number and a unit, such as 90m, up to 24h"
                            .formatted(wait)));
    String why = emergency == null ? reason : "%s; emergency: %s".formatted(reason, emergency);
    Optional<RotationPlan> planned =
        planFile == null
            ? Optional.empty()
            : Optional.of(
                RotationPlanReader.read(
                    GivenFile.text(planFile, "plan", RotationPlanReader.BYTES_MAX),
                    GivenFile.name(planFile)));
    return new RotateFleets.Request(
        why,
        until,
        Optional.ofNullable(parallel),
        Optional.ofNullable(emergency),
        patience,
        planned);
  }

  private int rotate(Wiring wiring, List<Place> places, Narrator narrator) throws Exception {
    RotateFleets.Request request = request();
    RotateFleets fleets =
        new RotateFleets(
            places,
            wiring.earlier(places),
            wiring.sources(places),
            wiring.debian().rolling(),
            wiring.operator(),
            narrator,
            roll -> words(RollText.of(roll)));
    if (plan.only) {
      Rotated planned = fleets.plan(request, due -> words(RotationText.of(due)));
      if (!json() && !planned.due().isEmpty()) {
        line("plan %s".formatted(planned.planHash()));
      }
      if (html.isPresent()) {
        RotationPage.write(planned, html.get());
        note("written to '%s'".formatted(html.get().toAbsolutePath()));
      }
      return answer(planned);
    }
    Rotated rotated = fleets.rotate(request);
    rotated.waits().forEach(waits -> words(RotationText.of(waits)));
    return answer(rotated);
  }
}
