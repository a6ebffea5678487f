package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.CompareImages;
import com.pharmaserv.repave.operation.ImageComparison;
import com.pharmaserv.repave.report.ChangesPage;
import com.pharmaserv.repave.report.ChangesText;
import com.pharmaserv.repave.wiring.Wiring;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two images. */
@Command(
    name = "diff",
    header = "Shows what is different between two images.",
    description = {
      "",
      "Compares their locks. Where the papers of both are on this machine, as they are where both",
      "were baked, also: packages, advisories fixed and no longer fixed, files, rights of whoever",
      "starts a program, units, open ports, and how much of the disk must be uploaded."
    },
    footer = {
      "",
      "Examples:",
      "  repave images diff hello@3f9a1c hello@77b0de",
      "  repave images diff base@3f9a1c base@77b0de --all --html changes.html"
    })
final class DiffCommand extends RepaveCommand {
  @Parameters(index = "0", paramLabel = "FROM", description = CatalogueCommand.WORD)
  String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = CatalogueCommand.WORD)
  String to = "";

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "ENVIRONMENT",
      description = "Whose provider holds the images. Default: local-eu.")
  String environment = "local-eu";

  @Option(names = "--all", description = "Leave nothing out, however much there is.")
  boolean all;

  @Option(names = "--html", paramLabel = "FILE", description = "Write it as a page as well.")
  Optional<Path> html = Optional.empty();

  @Option(
      names = "--feeds",
      paramLabel = "FOLDER",
      description = "What is published about vulnerabilities, see 'repave images lock --help'.")
  Optional<Path> feeds = Optional.empty();

  @Override
  int run(Wiring wiring) throws Exception {
    ImageComparison comparison =
        new CompareImages(
                wiring.place(environment).provider().images(), wiring.debian().comparer(feeds))
            .compare(from, to);
    lines(ChangesText.of(comparison, all));
    if (html.isPresent()) {
      ChangesPage.write(comparison, html.get());
      note("written to '%s'".formatted(html.get().toAbsolutePath()));
    }
    return answer(comparison);
  }
}
