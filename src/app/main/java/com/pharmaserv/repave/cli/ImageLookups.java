package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.ImageCatalogue;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.report.ImagesText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands that look at the image catalogue. */
final class ImageLookups {
  private ImageLookups() {}

  /** Lists images. */
  @Command(
      name = "list",
      header = "Lists all images, oldest first.",
      footer = {"", "Examples:", "  repave images list", "  repave images list --output json"})
  static final class Listed extends CatalogueCommand<ImageCatalogue.Listing> {
    @Override
    ImageCatalogue.Listing ask(ImageCatalogue catalogue) throws RepaveException {
      return catalogue.list();
    }

    @Override
    List<String> lines(ImageCatalogue.Listing answer) {
      return ImagesText.list(answer, look());
    }
  }

  /** Shows one image. */
  @Command(
      name = "show",
      header = "Shows one image with its lock: what exactly it was made of.",
      footer = {"", "Example:", "  repave images show hello@3f9a1c"})
  static final class Shown extends CatalogueCommand<ImageCatalogue.Listing> {
    @Parameters(paramLabel = "IMAGE", description = WORD)
    String word = "";

    @Override
    ImageCatalogue.Listing ask(ImageCatalogue catalogue) throws RepaveException {
      return catalogue.show(word);
    }

    @Override
    List<String> lines(ImageCatalogue.Listing answer) {
      return ImagesText.show(answer);
    }
  }
}
