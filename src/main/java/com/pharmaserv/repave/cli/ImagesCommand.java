package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.local.LocalProvider;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.port.ProviderException;
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
    synopsisSubcommandLabel = "COMMAND",
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
final class ImagesCommand extends RepaveCommand {
  @Override
  int run(Wiring wiring) {
    spec.commandLine().usage(out());
    return ExitCode.DONE;
  }

  /** A subcommand that works on the images of one environment's provider. */
  @Command
  abstract static class OfImages extends RepaveCommand {
    @Option(
        names = {"-e", "--environment"},
        paramLabel = "ENVIRONMENT",
        description = "Environment whose provider holds the images. Default: local-eu.")
    String environment = "local-eu";

    LocalProvider provider(Wiring wiring) throws ConfigException, CliException {
      return wiring.provider(wiring.environment(environment));
    }

    Image find(Wiring wiring, String word)
        throws ConfigException, CliException, ProviderException {
      int at = word.indexOf('@');
      if (at < 1) {
        throw new CliException(
            ExitCode.USAGE, "image '" + word + "' must look like name@digest or a part of it");
      }
      String recipe = word.substring(0, at);
      List<Image> own =
          provider(wiring).list().stream().filter(i -> i.id().name().equals(recipe)).toList();
      return ImageChoice.named(own, recipe, word);
    }
  }

  @Command(name = "list", header = "Lists all images, oldest first.")
  static final class ListImages extends OfImages {
    @Override
    int run(Wiring wiring) throws Exception {
      List<Image> images = provider(wiring).list();
      if (json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("images", images);
        printJson(answer);
        return ExitCode.DONE;
      }
      out().printf("%-32s %-10s %-12s %-22s %s%n", "IMAGE", "VERSION", "FUNCTION", "BAKED", "");
      for (Image image : images) {
        String block = image.block().map(b -> "blocked: " + b.reason()).orElse("");
        out().printf(
            "%-32s %-10s %-12s %-22s %s%n",
            image.id(), image.version(), image.function(),
            image.bakedAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS), block);
      }
      if (images.isEmpty()) {
        out().println("none; bake one with 'repave bake'");
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "show", header = "Shows one image with its lock.")
  static final class Show extends OfImages {
    @Parameters(paramLabel = "IMAGE", description = "name@digest, or the beginning of it.")
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
      out().println("baked     " + image.bakedAt());
      out().println(
          "block     "
              + image.block().map(b -> b.reason() + " (" + b.by() + ", " + b.at() + ")")
                  .orElse("none"));
      out().println("lock");
      image.lock().forEach((what, which) -> out().println("  " + what + " = " + which));
      return ExitCode.DONE;
    }
  }

  @Command(name = "diff", header = "Shows what is different between two images.")
  static final class Diff extends OfImages {
    @Parameters(index = "0", paramLabel = "FROM", description = "name@digest, or its beginning.")
    String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "name@digest, or its beginning.")
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
        printJson(Map.of("from", before.id(), "to", after.id(), "changes", changes));
      } else if (changes.isEmpty()) {
        out().println("no difference");
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "block", header = "Keeps an image from ever rolling again.")
  static final class Block extends OfImages {
    @Parameters(paramLabel = "IMAGE", description = "name@digest, or the beginning of it.")
    String word = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    String reason = "";

    @Option(names = "--plan", description = "Print what would happen, and change nothing.")
    boolean plan;

    @Override
    int run(Wiring wiring) throws Exception {
      Image image = find(wiring, word);
      if (!plan) {
        provider(wiring).block(image.id(), reason, Holder.user());
      }
      out().println((plan ? "Would block " : "Blocked ") + image.id() + ": " + reason);
      return ExitCode.DONE;
    }
  }

  @Command(name = "unblock", header = "Lifts the block of an image.")
  static final class Unblock extends OfImages {
    @Parameters(paramLabel = "IMAGE", description = "name@digest, or the beginning of it.")
    String word = "";

    @Option(names = "--plan", description = "Print what would happen, and change nothing.")
    boolean plan;

    @Override
    int run(Wiring wiring) throws Exception {
      Image image = find(wiring, word);
      if (!plan) {
        provider(wiring).unblock(image.id());
      }
      out().println((plan ? "Would unblock " : "Unblocked ") + image.id());
      return ExitCode.DONE;
    }
  }
}
