package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.ImageCatalogue;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.report.ImagesText;
import java.util.List;
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
      footer = {"", "Example:", "  repave images block hello@3f9a1c --reason 'CVE-2026-1234'"})
  static final class Block extends CatalogueCommand<ImageCatalogue.Blocking> {
    @Parameters(paramLabel = "IMAGE", description = WORD)
    String word = "";

    @Mixin PlanOption plan = new PlanOption();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    String reason = "";

    @Override
    ImageCatalogue.Blocking ask(ImageCatalogue catalogue) throws RepaveException {
      return catalogue.block(word, reason, plan.only);
    }

    @Override
    List<String> lines(ImageCatalogue.Blocking answer) {
      return List.of(ImagesText.blocking(answer));
    }
  }

  /** Lifts the block of an image. */
  @Command(
      name = "unblock",
      header = "Lifts the block of an image.",
      footer = {"", "Example:", "  repave images unblock hello@3f9a1c"})
  static final class Unblock extends CatalogueCommand<ImageCatalogue.Blocking> {
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
}
