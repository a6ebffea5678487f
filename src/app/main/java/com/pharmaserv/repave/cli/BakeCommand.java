package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.Resolved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bakes images from recipes. */
@Command(
    name = "bake",
    header = "Bakes images from the recipes in images/.",
    description = {
      "",
      "An image's digest is made from everything that goes into it. If an image with the digest",
      "exists, it is found and not baked again. A check that fails leaves no image behind."
    },
    footer = {
      "",
      "Examples:",
      "  repave bake hello            bake images/hello",
      "  repave bake                  bake every recipe whose base the provider has",
      "  repave bake -e eu-prod app   bake images/app in the environment's account",
      "  repave bake hello --plan     show the digest and the lock, bake nothing"
    })
final class BakeCommand extends RepaveCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE",
      description = "Recipes, by their folders in images/. Default: all that fit.")
  List<String> names = new ArrayList<>();

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "ENVIRONMENT",
      description = "Whose provider bakes. Default: local-eu.")
  String environment = "local-eu";

  @Option(names = "--plan", description = "Print what would be baked, and change nothing.")
  boolean plan;

  @Override
  int run(Wiring wiring) throws Exception {
    Environment described = wiring.environment(environment);
    Cloud cloud = wiring.cloud(described);
    List<Recipe> recipes = new ArrayList<>();
    for (String name : names.isEmpty() ? wiring.project().recipeNames() : names) {
      Recipe recipe = wiring.project().recipe(name);
      Optional<String> misfit = misfit(recipe, described);
      if (misfit.isPresent() && !names.isEmpty()) {
        throw new CliException(ExitCode.USAGE, misfit.get());
      }
      if (misfit.isEmpty()) {
        recipes.add(recipe);
      }
    }
    List<Object> results = new ArrayList<>();
    for (Recipe recipe : recipes) {
      results.add(plan ? planned(wiring, cloud, recipe) : baked(wiring, cloud, recipe));
    }
    if (json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put(plan ? "plan" : "images", results);
      printJson(answer);
    }
    return ExitCode.DONE;
  }

  /** Why the environment's provider cannot bake on the recipe's base. */
  static Optional<String> misfit(Recipe recipe, Environment environment) {
    boolean host = recipe.base() instanceof Base.Host;
    boolean local = environment.where() instanceof Environment.Local;
    return host == local
        ? Optional.empty()
        : Optional.of(
            "image '"
                + recipe.name()
                + "' has base "
                + recipe.base().text()
                + ", which provider "
                + environment.provider()
                + " of environment '"
                + environment.name()
                + "' cannot bake on; name an environment on "
                + (host ? "local" : "aws")
                + " with -e");
  }

  private Object planned(Wiring wiring, Cloud cloud, Recipe recipe) throws Exception {
    Resolved resolved = cloud.baker().resolve(recipe, wiring.project().recipeFolder(recipe.name()));
    boolean exists = cloud.images().find(resolved.image()).isPresent();
    if (!json()) {
      out().println((exists ? "Exists already: " : "Would bake ") + resolved.image());
      resolved.lock().forEach((what, which) -> out().println("  " + what + " = " + which));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("image", resolved.image());
    answer.put("exists", exists);
    answer.put("lock", resolved.lock());
    return answer;
  }

  private Image baked(Wiring wiring, Cloud cloud, Recipe recipe) throws Exception {
    Image image =
        cloud
            .baker()
            .bake(
                recipe,
                wiring.project().recipeFolder(recipe.name()),
                line -> {
                  err().println(line);
                  err().flush();
                });
    if (!json()) {
      out().println(image.id() + " version " + image.version());
    }
    return image;
  }
}
