package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.LayImage;
import com.pharmaserv.repave.report.LayoutText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the layout of an image's disk. */
@Command(
    name = "layout",
    header = "Keeps files in their places on the disk, so that versions differ in few blocks.",
    description = {
      "",
      "Writes disk.layout beside the recipe, from the tree that was baked last: in which order",
      "the disk is filled. On it a file that has grown goes to the end, and all others stay where",
      "they are. It belongs into the repository. Written again after a bake, it gives what is at",
      "the end a place of its own, and moves nothing. An image with another layout is another",
      "image. To begin anew, delete the file first."
    },
    footer = {
      "",
      "Examples:",
      "  repave images layout base           write images/base/disk.layout",
      "  repave images layout base --plan    say what would be written"
    })
final class LayoutCommand extends RepaveCommand {
  @Parameters(paramLabel = "IMAGE", description = "Recipe on Debian, by its folder in images/.")
  String name = "";

  @Option(names = "--plan", description = "Say what would change, and write nothing.")
  boolean plan;

  @Override
  int run(Wiring wiring) throws Exception {
    LayImage.Laid laid =
        new LayImage(wiring.debian().layouts()).lay(wiring.debian().source(name), plan);
    lines(LayoutText.laid(laid));
    return answer(laid);
  }
}
