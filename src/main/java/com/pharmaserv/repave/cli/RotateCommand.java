package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.local.LocalProvider;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.Map;
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
    List<Environment> described = new ArrayList<>();
    for (String name : environments) {
      described.add(wiring.environment(name));
    }
    Map<String, Image> baked = new TreeMap<>();
    for (Environment environment : described) {
      for (Fleet fleet : environment.fleets()) {
        int code = rotate(wiring, environment, fleet, baked);
        if (code != ExitCode.DONE) {
          err().println("repave: " + fleet.id() + " did not succeed; the rotation stops here");
          return code;
        }
      }
    }
    return ExitCode.DONE;
  }

  private int rotate(
      Wiring wiring, Environment environment, Fleet fleet, Map<String, Image> baked)
      throws Exception {
    LocalProvider provider = wiring.provider(environment);
    RollCommand.Roll roll = new RollCommand.Roll(this, wiring, environment, fleet);
    Recipe recipe = wiring.project().recipe(fleet.image());
    if (!plan) {
      Image image = baked.get(recipe.name());
      if (image == null) {
        image =
            provider.bake(
                recipe,
                wiring.project().recipeFolder(recipe.name()),
                line -> {
                  err().println(line);
                  err().flush();
                });
        baked.put(recipe.name(), image);
      }
      return roll.roll(image, reason, false, until);
    }
    Resolved resolved = provider.resolve(recipe, wiring.project().recipeFolder(recipe.name()));
    java.util.Optional<Image> exists = provider.find(resolved.image());
    if (exists.isEmpty()) {
      out().println(
          "Would bake " + resolved.image() + " (version " + recipe.version() + ") and roll "
              + fleet.id() + " to it");
      return ExitCode.DONE;
    }
    return roll.plan(exists.get(), false);
  }
}
