package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.ImageCatalogue;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.report.ImagesText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares two images. */
@Command(
    name = "diff",
    header = "Shows what is different between the locks of two images.",
    footer = {"", "Example:", "  repave images diff hello@3f9a1c hello@77b0de"})
final class ImagesDiffCommand extends CatalogueCommand<ImageCatalogue.Comparison> {
  @Parameters(index = "0", paramLabel = "FROM", description = WORD)
  String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = WORD)
  String to = "";

  @Override
  ImageCatalogue.Comparison ask(ImageCatalogue catalogue) throws RepaveException {
    return catalogue.compare(from, to);
  }

  @Override
  List<String> lines(ImageCatalogue.Comparison answer) {
    return ImagesText.changes(answer);
  }
}
