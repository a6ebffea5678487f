package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.local.LocalProvider;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.Resolved;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "Fleets are rolled one after the other, in the order of their environment file. The first",
      "one that does not succeed stops the rotation: what failed here is not tried elsewhere."
    },
    footer = {
      "",
      "Examples:",
      "  repave rotate -e local-eu --plan             what is stale, and what would happen",
      "  repave rotate -e local-eu -e local-us        both, one after the other",
      "  repave rotate -e eu-prod --until promoted    for a nightly job"
    })
final class RotateCommand extends RepaveCommand {
  @Option(
      names = {"-e", "--environment"},
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "Environment; may be given more than once.")
  List<String> environments = new ArrayList<>();

  @Option(names = "--plan", description = "Print what would happen, and change nothing.")
  boolean plan;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Go on when each is promoted or retired. Default: retired.")
  Flight.Until until = Flight.Until.RETIRED;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journals.")
  String reason = "patch rotation";

  @Override
  int run(Wiring wiring) throws Exception {
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
    Map<String, Image> baked = new TreeMap<>();
    for (Environment environment : described) {
      for (Fleet fleet : environment.fleets()) {
        int code =
            plan ? plan(wiring, environment, fleet) : roll(wiring, environment, fleet, baked);
        if (code != ExitCode.DONE) {
          note("repave: " + fleet.id() + " did not succeed; the rotation stops here");
          return code;
        }
      }
    }
    return ExitCode.DONE;
  }

  private int roll(Wiring wiring, Environment environment, Fleet fleet, Map<String, Image> baked)
      throws Exception {
    Recipe recipe = wiring.project().recipe(fleet.image());
    Image image = baked.get(recipe.name());
    if (image == null) {
      Path folder = wiring.project().recipeFolder(recipe.name());
      image = wiring.provider(environment).bake(recipe, folder, this::note);
      baked.put(recipe.name(), image);
    }
    return new Roll(this, wiring, environment, fleet).roll(image, reason, false, until);
  }

  private int plan(Wiring wiring, Environment environment, Fleet fleet) throws Exception {
    LocalProvider provider = wiring.provider(environment);
    Recipe recipe = wiring.project().recipe(fleet.image());
    Resolved resolved = provider.resolve(recipe, wiring.project().recipeFolder(recipe.name()));
    Optional<Image> exists = provider.find(resolved.image());
    if (exists.isPresent()) {
      return new Roll(this, wiring, environment, fleet).plan(exists.get(), false);
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
