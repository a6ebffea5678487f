package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.operation.ReleaseImages;
import com.pharmaserv.repave.report.ReleaseText;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts an image into a channel. */
@Command(
    name = "release",
    header = "Lets an image into environments that ask for more than a candidate.",
    description = {
      "",
      "A fresh bake is a candidate. An environment whose file says 'channel: production' rolls only",
      "what was released to production; 'staging' takes that, too. '--to candidate' takes an image",
      "back: no rollout begins with it any more. What runs on it goes on and is named, and so does a",
      "rollout that is open: 'repave abort' or 'repave rollback' ends that. A blocked or withdrawn",
      "image cannot be released further."
    },
    footer = {
      "",
      "Examples:",
      "  repave images release app@3f9a1c --to staging --reason 'passed the smoke test'",
      "  repave images release app@3f9a1c -e eu-prod -e us-prod --to production --reason 'REL-42'",
      "  repave images release app@3f9a1c -e eu-prod --to candidate --reason 'loses orders'"
    })
final class ReleaseCommand extends RepaveCommand {
  @Parameters(paramLabel = "IMAGE", description = CatalogueCommand.WORD)
  String word = "";

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "ENVIRONMENT",
      description =
          "Whose provider holds the images; may be given more than once. Default: local-eu.")
  List<String> environments = new ArrayList<>();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "CHANNEL",
      description = "candidate, staging or production.")
  Channel to = Channel.CANDIDATE;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  String reason = "";

  @Mixin PlanOption plan = new PlanOption();

  @Override
  int run(Wiring wiring) throws Exception {
    List<String> names = environments.isEmpty() ? List.of("local-eu") : environments;
    ReleaseImages.Releases answer =
        wiring.releasing(names).release(new ReleaseImages.Request(word, to, reason), plan.only);
    lines(ReleaseText.of(answer));
    return answer(answer);
  }
}
