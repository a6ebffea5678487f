package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.bake.Commands;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Turns a fresh machine into what the recipe says, step by step; each runs once. */
final class Steps {
  /** Installing a distribution's updates takes minutes, not hours. */
  private static final Duration COMMAND_MAX = Duration.ofMinutes(30);

  private static final Duration SMALL_MAX = Duration.ofMinutes(5);

  private final Plan plan;
  private final RemoteShell shell;
  private final Says says;
  private final String tree;

  Steps(Plan plan, RemoteShell shell, Says says) {
    this.plan = plan;
    this.shell = shell;
    this.says = says;
    this.tree = Scripts.tree(plan.recipe().function());
  }

  /**
   * Runs all but the last step.
   *
   * @return a line for each package on the machine, {@code name version}
   */
  List<String> run() throws ProviderException, BakeException {
    Set<String> ended = Set.of(shell.ask("ended steps", Scripts.ended()).split("\\s+"));
    if (!ended.contains("00-files")) {
      files();
    }
    Recipe recipe = plan.recipe();
    if (!recipe.packages().isEmpty()) {
      says.line("packages: " + String.join(", ", recipe.packages()));
      own("10-packages", Scripts.packages(recipe.packages()), COMMAND_MAX, this::indented);
    }
    recipes("setup", "20-setup", recipe.setup());
    recipes("check", "30-check", recipe.checks());
    says.line("installing " + Scripts.unit(recipe.function()));
    own(
        "40-service",
        Scripts.service(recipe.function(), recipe.version(), recipe.run()),
        SMALL_MAX,
        this::indented);
    List<String> packages = new ArrayList<>();
    own("50-facts", Scripts.facts(), SMALL_MAX, packages::add);
    says.line(packages.size() + " packages recorded");
    return packages;
  }

  /** The last step: after it the machine is only fit to be stopped. */
  void generalise() throws ProviderException, BakeException {
    says.line("removing what belongs to this one machine");
    own("90-generalise", Scripts.generalise(), SMALL_MAX, this::indented);
  }

  private void indented(String line) {
    says.line("  " + line);
  }

  private void files() throws ProviderException, BakeException {
    Parcel parcel = Parcel.pack(plan.inputs(), Plan.file(plan.folder()));
    List<String> parts = parcel.parts();
    says.line(
        "sending %s files, %s bytes in %s parts"
            .formatted(plan.inputs().size(), parcel.size(), parts.size()));
    for (int i = 0; i < parts.size(); i++) {
      shell.ask("part " + (i + 1), Scripts.part(i + 1, parts.get(i)));
    }
    own("00-files", Scripts.unpack(parts.size(), parcel.sha256(), tree), SMALL_MAX, this::indented);
  }

  private void recipes(String kind, String step, List<Recipe.Command> commands)
      throws ProviderException, BakeException {
    int number = 0;
    for (Recipe.Command command : commands) {
      says.line(Commands.announced(kind, command));
      number++;
      RemoteShell.Outcome outcome =
          shell.step(
              String.format(Locale.ROOT, "%s-%03d", step, number),
              command.shell(),
              tree,
              COMMAND_MAX,
              this::indented);
      if (!outcome.good()) {
        throw Commands.failed(plan.folder(), kind, command, outcome.how(), outcome.tail());
      }
    }
  }

  /** A step that no line of the recipe stands for. */
  private void own(String step, String command, Duration bound, Consumer<String> lines)
      throws ProviderException, BakeException {
    RemoteShell.Outcome outcome = shell.step(step, command, tree, bound, lines);
    if (!outcome.good()) {
      throw new BakeException(
          "%s: step '%s' of the bake %s: %s"
              .formatted(
                  Plan.file(plan.folder()),
                  step,
                  outcome.how(),
                  String.join(" | ", outcome.tail())));
    }
  }
}
