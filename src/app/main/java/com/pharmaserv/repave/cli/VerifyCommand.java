package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.VerifyImage;
import com.pharmaserv.repave.operation.VerifyImage.Verdict;
import com.pharmaserv.repave.report.VerdictText;
import com.pharmaserv.repave.wiring.Wiring;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies an image. */
@Command(
    name = "verify",
    header = "Verifies that the disk of an image is the one that was signed.",
    description = {
      "",
      "Checks who signed the papers of the image, and reads its disk back, block by block, from",
      "every region of the environment. Reading from AWS costs for each block, as publishing does.",
      "Trusted are the public keys in environments/keys, each NAME.pem. A machine that bakes has",
      "its own, made with its first bake, as debian/keys/signing-key.pub in the home folder: copy",
      "it there under the machine's name, have it reviewed, and commit it. What another builder",
      "signed about the same disk is a file NAME.dsse.json beside the papers.",
      "Ends with 1 if anything is not as it was signed."
    },
    footer = {
      "",
      "Examples:",
      "  repave images verify base@3f9a1c",
      "  repave images verify base@3f9a1c -e eu-prod --region eu-west-1"
    })
final class VerifyCommand extends RepaveCommand {
  @Parameters(paramLabel = "IMAGE", description = CatalogueCommand.WORD)
  String word = "";

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "ENVIRONMENT",
      description = "Whose provider holds the image. Default: local-eu.")
  String environment = "local-eu";

  @Option(names = "--region", paramLabel = "REGION", description = "Only there. Default: all.")
  Optional<String> region = Optional.empty();

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description = "Public keys that are trusted. Default: environments/keys.")
  Optional<Path> keys = Optional.empty();

  @Override
  int run(Wiring wiring) throws Exception {
    Place place = wiring.place(environment);
    Verdict verdict =
        new VerifyImage(
                place.environment(),
                place.provider().images(),
                place.provider().disks(),
                wiring.debian().papers(),
                wiring.debian().trusted(keys),
                narrator(wiring.time()))
            .verify(word, region);
    lines(VerdictText.of(verdict));
    return answer(verdict);
  }
}
