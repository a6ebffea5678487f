package com.pharmaserv.repave.bake;

import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.nio.file.Path;
import java.util.List;

/** How the commands of a recipe are told about, wherever they run. */
public final class Commands {
  private Commands() {}

  /** What is said before the command runs. */
  public static String announced(String kind, Recipe.Command command) {
    return kind + ": " + command.shell();
  }

  /**
   * The command did not succeed.
   *
   * @param folder where the recipe stands
   * @param kind {@code setup} or {@code check}
   * @param how for example {@code failed with status 1}
   * @param tail the last lines of its output
   */
  public static BakeException failed(
      Path folder, String kind, Recipe.Command command, String how, List<String> tail) {
    String output = tail.isEmpty() ? "no output" : String.join(" | ", tail);
    return new BakeException(
        folder.resolve("image.yaml")
            + ":"
            + command.line()
            + ": "
            + kind
            + " '"
            + command.shell()
            + "' "
            + how
            + ": "
            + output);
  }
}
