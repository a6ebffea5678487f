package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.BlockImages;
import com.pharmaserv.repave.report.ImagesText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that keep images from rolling, or let them roll again. */
final class ImageBlocks {
  private ImageBlocks() {}

  /** Blocks an image. */
  @Command(
      name = "block",
      header = "Keeps an image from ever rolling again.",
      description = {
        "",
        "What runs on it goes on, is named, and has to be replaced: 'repave rotate'. An image on",
        "which nothing runs is withdrawn at once, so nothing can start from it in any region."
      },
      footer = {"", "Example:", "  repave images block hello@3f9a1c --reason 'CVE-2026-1234'"})
  static final class Block extends RepaveCommand {
    @Parameters(paramLabel = "IMAGE", description = CatalogueCommand.WORD)
    String word = "";

    @Mixin HolderOption environment = new HolderOption();

    @Mixin PlanOption plan = new PlanOption();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    String reason = "";

    @Override
    int run(Wiring wiring) throws Exception {
      BlockImages.Blocking answer =
          wiring.blocking(environment.name).block(word, reason, plan.only);
      lines(ImagesText.blocking(answer));
      return answer(answer);
    }
  }

  /** Lifts the block of an image. */
  @Command(
      name = "unblock",
      header = "Lifts the block of an image.",
      footer = {"", "Example:", "  repave images unblock hello@3f9a1c"})
  static final class Unblock extends RepaveCommand {
    @Parameters(paramLabel = "IMAGE", description = CatalogueCommand.WORD)
    String word = "";

    @Mixin HolderOption environment = new HolderOption();

    @Mixin PlanOption plan = new PlanOption();

    @Override
    int run(Wiring wiring) throws Exception {
      BlockImages.Blocking answer = wiring.blocking(environment.name).unblock(word, plan.only);
      lines(ImagesText.blocking(answer));
      return answer(answer);
    }
  }
}
