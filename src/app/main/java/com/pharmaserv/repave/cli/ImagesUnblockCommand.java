package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.ImageCatalogue;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.report.ImagesText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lifts the block of an image. */
@Command(
    name = "unblock",
    header = "Lifts the block of an image.",
    footer = {"", "Example:", "  repave images unblock hello@3f9a1c"})
final class ImagesUnblockCommand extends CatalogueCommand<ImageCatalogue.Blocking> {
  @Parameters(paramLabel = "IMAGE", description = WORD)
  String word = "";

  @Mixin PlanOption plan = new PlanOption();

  @Override
  ImageCatalogue.Blocking ask(ImageCatalogue catalogue) throws RepaveException {
    return catalogue.unblock(word, plan.only);
  }

  @Override
  List<String> lines(ImageCatalogue.Blocking answer) {
    return List.of(ImagesText.blocking(answer));
  }
}
