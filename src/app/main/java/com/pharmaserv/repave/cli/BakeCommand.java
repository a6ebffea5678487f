package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.BakeImages;
import com.pharmaserv.repave.operation.BakeImages.Source;
import com.pharmaserv.repave.report.ImagesText;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.ArrayList;
import java.util.List;
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
      "  repave bake -e eu-prod app   bake images/app for the environment",
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
    BakeImages bake = new BakeImages(wiring.place(environment), narrator(wiring.time()));
    List<Source> sources;
    if (names.isEmpty()) {
      sources = bake.fitting(wiring.recipes(wiring.recipeNames()));
    } else {
      sources = wiring.recipes(names);
      bake.requireFit(sources);
    }
    return answer(
        plan
            ? bake.plan(sources, resolved -> lines(ImagesText.resolved(resolved)))
            : bake.bake(sources, image -> line(ImagesText.baked(image))));
  }
}
