package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.ImageCatalogue;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.report.ImagesText;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists images. */
@Command(
    name = "list",
    header = "Lists all images, oldest first.",
    footer = {"", "Examples:", "  repave images list", "  repave images list --output json"})
final class ImagesListCommand extends CatalogueCommand<ImageCatalogue.Listing> {
  @Override
  ImageCatalogue.Listing ask(ImageCatalogue catalogue) throws RepaveException {
    return catalogue.list();
  }

  @Override
  List<String> lines(ImageCatalogue.Listing answer) {
    return ImagesText.list(answer.images(), look());
  }
}
