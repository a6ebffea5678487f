package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.CollectImages;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.plan.Keeping;
import com.pharmaserv.repave.report.StockText;
import com.pharmaserv.repave.wiring.Wiring;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that take images out of use, and back. */
final class ImageStock {
  private ImageStock() {}

  /** Takes out of use what nothing needs. */
  @Command(
      name = "gc",
      header = "Takes images out of use that nothing needs any more.",
      description = {
        "",
        "Kept, and said why: images that a generation runs on, that an open rollout begins or ends",
        "with, that a fleet ran on lately and may go back to, that a machine, launch template or",
        "other account refers to, the newest of each recipe, the newest of each that was released to",
        "staging and to production, and whatever is young. The others are withdrawn: nothing starts",
        "from them, and 'repave images restore' brings them back. Only what stayed withdrawn for the",
        "time of grace, and is still not needed, is removed."
      },
      footer = {
        "",
        "Examples:",
        "  repave images gc -e eu-prod --plan",
        "  repave images gc -e eu-prod --newest 3 --grace 14     weekly, from a scheduled job"
      })
  static final class Collect extends RepaveCommand {
    @Option(
        names = {"-e", "--environment"},
        paramLabel = "ENVIRONMENT",
        description =
            "Whose provider holds the images. What other environments of this project need that"
                + " share them is kept as well. Default: local-eu.")
    String environment = "local-eu";

    @Option(
        names = "--newest",
        paramLabel = "NUMBER",
        description = "Keep so many of each recipe that are not blocked. Default: 5.")
    int newest = 5;

    @Option(
        names = "--young",
        paramLabel = "DAYS",
        description = "Keep whatever was baked in the last so many days. Default: 7.")
    int young = 7;

    @Option(
        names = "--grace",
        paramLabel = "DAYS",
        description = "How many days withdrawn images can be restored. Default: 7.")
    int grace = 7;

    @Mixin PlanOption plan = new PlanOption();

    @Override
    int run(Wiring wiring) throws Exception {
      Keeping.Rule rule = rule();
      CollectImages images = wiring.collecting(environment);
      CollectImages.Collection answer = plan.only ? images.plan(rule) : images.collect(rule);
      lines(StockText.collection(answer));
      return answer(answer);
    }

    private Keeping.Rule rule() throws RequestException {
      try {
        return new Keeping.Rule(newest, Duration.ofDays(young), Duration.ofDays(grace));
      } catch (IllegalArgumentException bad) {
        throw new RequestException(String.valueOf(bad.getMessage()));
      }
    }
  }

  /** Takes a withdrawn image back into use. */
  @Command(
      name = "restore",
      header = "Makes an image usable again that 'repave images gc' has withdrawn.",
      footer = {"", "Example:", "  repave images restore hello@3f9a1c -e eu-prod"})
  static final class Restore extends RepaveCommand {
    @Mixin HolderOption environment = new HolderOption();

    @Parameters(paramLabel = "IMAGE", description = CatalogueCommand.WORD)
    String word = "";

    @Mixin PlanOption plan = new PlanOption();

    @Override
    int run(Wiring wiring) throws Exception {
      CollectImages.Restored answer = wiring.collecting(environment.name).restore(word, plan.only);
      line(StockText.restored(answer));
      return answer(answer);
    }
  }
}
