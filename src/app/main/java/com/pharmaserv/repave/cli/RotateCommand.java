package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.Resolved;
import com.pharmaserv.repave.report.Look;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Replaces every stale fleet of some environments. */
@Command(
    name = "rotate",
    header = "Bakes what changed, then rolls every fleet that runs an older image.",
    description = {
      "",
      "Fleets are rolled in the order of their environment file, one after the other unless",
      "--parallel says otherwise. After the first one that does not succeed no other begins:",
      "what failed here is not tried elsewhere."
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

  @Option(
      names = {"-e", "--environment"},
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "Environment; may be given more than once.")
  List<String> environments = new ArrayList<>();

  @Option(names = "--plan", description = "Print what would happen, and change nothing.")
  boolean plan;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Fleets that are rolled at a time, up to 100. Default: 1.")
  int parallel = 1;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Go on when each is promoted or retired. Default: retired.")
  Flight.Until until = Flight.Until.RETIRED;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journals.")
  String reason = "patch rotation";

  @Override
  int run(Wiring wiring) throws Exception {
    if (parallel < 1 || parallel > PARALLEL_MAX) {
      throw new CliException(
          ExitCode.USAGE, "--parallel " + parallel + " must be from 1 to " + PARALLEL_MAX);
    }
    List<Environment> described = wiring.environments(environments);
    try {
      return rotate(wiring, described);
    } finally {
      // What was done before something failed is part of the answer, too.
      if (json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("plan", plan);
        answer.put("fleets", told());
        printJson(answer);
      }
    }
  }

  private int rotate(Wiring wiring, List<Environment> described) throws Exception {
    if (plan) {
      return new Rotation(1, this::note)
          .run(described, (environment, fleet) -> plan(wiring, environment, fleet));
    }
    Map<String, Image> baked = bake(wiring, described);
    if (parallel == 1) {
      return new Rotation(1, this::note)
          .run(
              described,
              (environment, fleet) ->
                  roll(new Roll(this, wiring, environment, fleet, Optional.empty()), baked));
    }
    Look look = repave().look();
    String goesOn = "repave rotate -e " + String.join(" -e ", environments);
    // More blocks than a screen has room for cannot be drawn in place.
    Look readable = parallel > DRAWN_MAX ? Look.plain(look.unicode(), look.zone()) : look;
    keepResults();
    try (Display display = new Display(this, wiring.time(), readable, goesOn)) {
      return new Rotation(parallel, display::note)
          .run(
              described,
              (environment, fleet) ->
                  roll(new Roll(this, wiring, environment, fleet, Optional.of(display)), baked));
    } finally {
      letResultsGo();
    }
  }

  private int roll(Roll roll, Map<String, Image> baked) throws Exception {
    Image image = Objects.requireNonNull(baked.get(key(roll.environment(), roll.fleet())));
    return roll.roll(image, reason, false, until);
  }

  /** Everything that changed, before anything rolls: each environment has images of its own. */
  private Map<String, Image> bake(Wiring wiring, List<Environment> described) throws Exception {
    Map<String, Image> baked = new TreeMap<>();
    for (Environment environment : described) {
      for (Fleet fleet : environment.fleets()) {
        if (!baked.containsKey(key(environment, fleet))) {
          Recipe recipe = recipe(wiring, environment, fleet);
          Path folder = wiring.project().recipeFolder(recipe.name());
          Image image = wiring.cloud(environment).baker().bake(recipe, folder, this::note);
          baked.put(key(environment, fleet), image);
        }
      }
    }
    return baked;
  }

  private static Recipe recipe(Wiring wiring, Environment environment, Fleet fleet)
      throws ConfigException, CliException {
    Recipe recipe = wiring.project().recipe(fleet.image());
    Optional<String> misfit = BakeCommand.misfit(recipe, environment);
    if (misfit.isPresent()) {
      throw new CliException(ExitCode.USAGE, misfit.get());
    }
    return recipe;
  }

  private static String key(Environment environment, Fleet fleet) {
    return environment.name() + "/" + fleet.image();
  }

  private int plan(Wiring wiring, Environment environment, Fleet fleet) throws Exception {
    Cloud cloud = wiring.cloud(environment);
    Recipe recipe = recipe(wiring, environment, fleet);
    Resolved resolved = cloud.baker().resolve(recipe, wiring.project().recipeFolder(recipe.name()));
    Optional<Image> exists = cloud.images().find(resolved.image());
    if (exists.isPresent()) {
      return new Roll(this, wiring, environment, fleet, Optional.empty()).plan(exists.get(), false);
    }
    String text =
        "Would bake "
            + resolved.image()
            + " (version "
            + recipe.version()
            + ") and roll "
            + fleet.id()
            + " to it";
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("fleet", fleet.id());
    answer.put("image", resolved.image());
    answer.put("plan", text);
    answer.put("steps", List.of());
    tell(answer, text);
    return ExitCode.DONE;
  }
}
