package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.model.Recipe;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Units of systemd that the bake writes. */
final class Units {
  static final String CHECKS = "repave-live-checks.service";

  private Units() {}

  /** The unit that runs the image's command. */
  static String name(Recipe recipe) {
    return "repave-" + recipe.function() + ".service";
  }

  /**
   * The image's command as a service that is started again whenever it ends. What the recipes turn
   * on comes before it, such as a unit that makes the machine's key.
   */
  static String service(Blueprint blueprint) throws IOException {
    Recipe recipe = blueprint.recipe();
    String before =
        blueprint.machine().enable().stream().map(" "::concat).collect(Collectors.joining());
    return Scripts.text(Scripts.IMAGE_UNIT)
        .formatted(
            recipe.name(),
            recipe.version(),
            recipe.function(),
            before,
            before,
            command(recipe.run()),
            recipe.machine().user().map(user -> "User=" + user + "\n").orElse(""));
  }

  /** Runs only where the bake hangs in a disk by that name; no cloud has one. */
  static String checks(String service) throws IOException {
    return Scripts.text(Scripts.CHECKS_UNIT).formatted(service);
  }

  /** systemd.service(5), "Command lines": quotes, specifiers and variables are its own. */
  private static String command(List<String> words) {
    return words.stream()
        .map(
            word ->
                "\""
                    + word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("%", "%%")
                        .replace("$", "$$")
                    + "\"")
        .collect(Collectors.joining(" "));
  }
}
