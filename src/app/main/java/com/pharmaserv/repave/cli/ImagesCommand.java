package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The image catalogue. */
@Command(
    name = "images",
    header = "Lists, shows, compares and blocks images.",
    footer = {
      "",
      "Examples:",
      "  repave images list",
      "  repave images show hello@3f9a1c",
      "  repave images diff hello@3f9a1c hello@77b0de",
      "  repave images block hello@3f9a1c --reason 'CVE-2026-1234'"
    },
    subcommands = {
      ImagesCommand.ListImages.class,
      ImagesCommand.Show.class,
      ImagesCommand.Diff.class,
      ImagesCommand.Block.class,
      ImagesCommand.Unblock.class
    })
final class ImagesCommand extends CommandGroup {
  /** How every subcommand names an image. */
  private static final String WORD = "name@digest; the digest may be cut short.";

  /** A subcommand that works on the images of one environment's provider. */
  @Command
  abstract static class OfImages extends RepaveCommand {
    @Option(
        names = {"-e", "--environment"},
        paramLabel = "ENVIRONMENT",
        description = "Whose provider holds the images. Default: local-eu.")
    String environment = "local-eu";

    Images images(Wiring wiring) throws ConfigException, CliException {
      return wiring.cloud(wiring.environment(environment)).images();
    }

    Image find(Wiring wiring, String word) throws ConfigException, CliException, ProviderException {
      return ImageChoice.named(images(wiring).list(), word);
    }

    /** Whether and why it is blocked, in words. */
    static String block(Image image) {
      return image
          .block()
          .map(b -> b.reason() + " (" + b.by() + ", " + seconds(b.at()) + ")")
          .orElse("-");
    }

    static Instant seconds(Instant at) {
      return at.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  @Command(
      name = "list",
      header = "Lists all images, oldest first.",
      footer = {"", "Examples:", "  repave images list", "  repave images list --output json"})
  static final class ListImages extends OfImages {
    private static final String ROW = "%-32s  %-10s  %-12s  %-20s  %s%n";

    @Override
    int run(Wiring wiring) throws Exception {
      List<Image> images = images(wiring).list();
      if (json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("images", images);
        printJson(answer);
        return ExitCode.DONE;
      }
      if (images.isEmpty()) {
        out().println("no images yet; bake one with 'repave bake'");
        return ExitCode.DONE;
      }
      out().printf(ROW, "IMAGE", "VERSION", "FUNCTION", "BAKED", "BLOCKED");
      for (Image image : images) {
        out()
            .printf(
                ROW,
                image.id(),
                image.version(),
                image.function(),
                seconds(image.bakedAt()),
                block(image));
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "show",
      header = "Shows one image with its lock: what exactly it was made of.",
      footer = {"", "Example:", "  repave images show hello@3f9a1c"})
  static final class Show extends OfImages {
    @Parameters(paramLabel = "IMAGE", description = WORD)
    String word = "";

    @Override
    int run(Wiring wiring) throws Exception {
      Image image = find(wiring, word);
      if (json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("image", image);
        printJson(answer);
        return ExitCode.DONE;
      }
      out().println("image     " + image.id().full());
      out().println("version   " + image.version());
      out().println("function  " + image.function());
      out().println("owner     " + image.owner());
      out().println("baked     " + seconds(image.bakedAt()));
      out().println("blocked   " + block(image));
      out().println("lock");
      image.lock().forEach((what, which) -> out().println("  " + what + " = " + which));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "diff",
      header = "Shows what is different between the locks of two images.",
      footer = {"", "Example:", "  repave images diff hello@3f9a1c hello@77b0de"})
  static final class Diff extends OfImages {
    @Parameters(index = "0", paramLabel = "FROM", description = WORD)
    String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = WORD)
    String to = "";

    @Override
    int run(Wiring wiring) throws Exception {
      Image before = find(wiring, from);
      Image after = find(wiring, to);
      TreeSet<String> keys = new TreeSet<>(before.lock().keySet());
      keys.addAll(after.lock().keySet());
      Map<String, Object> changes = new LinkedHashMap<>();
      for (String key : keys) {
        String was = Optional.ofNullable(before.lock().get(key)).orElse("-");
        String is = Optional.ofNullable(after.lock().get(key)).orElse("-");
        if (!was.equals(is)) {
          changes.put(key, List.of(was, is));
          if (!json()) {
            out().println(key + ": " + was + " -> " + is);
          }
        }
      }
      if (json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("from", before.id());
        answer.put("to", after.id());
        answer.put("changes", changes);
        printJson(answer);
      } else if (changes.isEmpty()) {
        out().println("no difference");
      }
      return ExitCode.DONE;
    }
  }

  /** A subcommand that changes whether an image may roll. */
  @Command
  abstract static class OfBlocks extends OfImages {
    @Parameters(paramLabel = "IMAGE", description = WORD)
    String word = "";

    @Option(names = "--plan", description = "Print what would happen, and change nothing.")
    boolean plan;

    int answer(Image image, String text, boolean blocked) throws Exception {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("plan", plan);
      answer.put("image", image.id());
      answer.put("blocked", blocked);
      answer.put("what", text);
      tell(answer, text);
      if (json()) {
        printJson(answer);
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "block",
      header = "Keeps an image from ever rolling again.",
      footer = {"", "Example:", "  repave images block hello@3f9a1c --reason 'CVE-2026-1234'"})
  static final class Block extends OfBlocks {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    String reason = "";

    @Override
    int run(Wiring wiring) throws Exception {
      Image image = find(wiring, word);
      if (image.block().isPresent()) {
        return answer(image, image.id() + " is blocked already: " + block(image), true);
      }
      if (!plan) {
        images(wiring).block(image.id(), reason, Holder.user());
      }
      return answer(image, (plan ? "Would block " : "Blocked ") + image.id() + ": " + reason, true);
    }
  }

  @Command(
      name = "unblock",
      header = "Lifts the block of an image.",
      footer = {"", "Example:", "  repave images unblock hello@3f9a1c"})
  static final class Unblock extends OfBlocks {
    @Override
    int run(Wiring wiring) throws Exception {
      Image image = find(wiring, word);
      if (image.block().isEmpty()) {
        return answer(image, image.id() + " is not blocked", false);
      }
      if (!plan) {
        images(wiring).unblock(image.id());
      }
      return answer(image, (plan ? "Would unblock " : "Unblocked ") + image.id(), false);
    }
  }
}
