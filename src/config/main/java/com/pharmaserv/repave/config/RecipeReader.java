package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.Recipe.Command;
import com.pharmaserv.repave.model.Recipe.FileEntry;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what an image is baked from. */
final class RecipeReader {
  static final Duration INTERVAL = Duration.ofSeconds(5);
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Text VERSION =
      Text.of(
          "[A-Za-z0-9][A-Za-z0-9._+-]{0,63}", "letters, digits, '.', '_', '+' and '-', at most 64");

  private static final Text PACKAGE =
      Text.of(
          "[A-Za-z0-9][A-Za-z0-9+._-]{0,99}(>=[0-9][A-Za-z0-9+.~:_-]{0,63})?",
          "name or name>=version");

  private static final Kind COMMAND = Kinds.PROSE.as("command");

  static final Shape FILE =
      Shape.of("a file")
          .about("A file or folder, and where it goes.")
          .required(
              "from",
              "Hello.java",
              RecipePaths.PATH.as("path"),
              "Path in the recipe's folder; a folder is taken with all it holds.")
          .required("to", "Hello.java", RecipePaths.PATH.as("path"), "Path in the image's tree.")
          .optional("executable", Kinds.FLAG, "Whether the file may be run.", false);

  static final Shape HEALTH =
      Shape.of("health")
          .required("path", "/health", Kinds.URL_PATH, "Path that is asked for.")
          .optional(
              "interval",
              Kinds.DURATION,
              "Time from one question to the next.",
              Units.format(INTERVAL))
          .optional(
              "timeout", Kinds.DURATION, "How long an answer may take.", Units.format(TIMEOUT));

  static final Shape RECIPE =
      Shape.of("a recipe")
          .about("What an image is baked from. The folder bears its name: images/NAME/image.yaml.")
          .required(
              "name", "hello", Kinds.NAME, "Name of the image; equal to the name of the folder.")
          .required(
              "function", "app", Kinds.NAME, "The one function of the machines that run the image.")
          .required(
              "version",
              "\"1\"",
              VERSION,
              "What people call this state of the recipe; in quotes, because it is text.")
          .required(
              "owner",
              "platform-team@pharmaserv.example",
              Kinds.PROSE,
              "Who answers for the image.")
          .required(
              "base",
              "host",
              BaseReader.ANY,
              "What the image is baked on: host for a tree of files on the userland of the machine"
                  + " that bakes (provider local), a machine image (provider aws), packages of"
                  + " Debian, or another recipe.")
          .optional(
              "files",
              Items.of(FILE.as("file")),
              "Files and folders beside the recipe, and where they go in the image's tree.",
              List.of())
          .optional(
              "packages",
              Items.of(PACKAGE),
              "What the base must provide: name, or name>=version.",
              List.of())
          .optional(
              "setup",
              Items.of(COMMAND),
              "Shell commands that run in the tree while it is baked.",
              List.of())
          .required(
              "run",
              "[java, -cp, app, Hello]",
              Items.of(Kinds.PROSE).from(1),
              "Command line that a machine starts with, in its tree; one word to an item, no"
                  + " shell.")
          .required(
              "health",
              "{path: /health}",
              HEALTH.mapping(),
              "How a machine's health is read over HTTPS: any 2xx answer within the timeout is"
                  + " healthy.")
          .optional(
              "checks",
              Items.of(COMMAND),
              "Shell commands that must succeed in the tree before the image may be used.",
              List.of())
          .optional(
              "machine",
              MachineReader.MACHINE.mapping(),
              "What a whole machine needs; only on a base of Debian packages.");

  private final Path folder;

  /**
   * @param folder the recipe's own; its name must be the recipe's name too
   */
  RecipeReader(Path folder) {
    this.folder = folder;
  }

  /** What it answers is only meaningful while no problem has been noted. */
  Optional<Recipe> read(Item item) {
    Fields fields = Fields.open(item, RECIPE);
    String name = fields.read("name", this::name, "unread");
    String function = fields.read("function", i -> i.name("function"), "unread");
    String version = fields.text("version").orElse("unread");
    String owner = fields.read("owner", Item::text, "unread");
    Base base = fields.read("base", BaseReader::read, new Base.Host());
    RecipePaths paths = new RecipePaths(folder);
    List<FileEntry> files = fields.read("files", paths::read, List.of());
    List<String> packages = fields.read("packages", RecipeReader::packages, List.of());
    List<Command> setup = fields.read("setup", RecipeReader::commands, List.of());
    List<String> run = fields.read("run", RecipeReader::run, List.of("unread"));
    HealthCheck health =
        fields.read("health", RecipeReader::health, new HealthCheck("/", INTERVAL, TIMEOUT));
    List<Command> checks = fields.read("checks", RecipeReader::commands, List.of());
    Recipe.Machine machine = fields.read("machine", MachineReader::read, Recipe.Machine.NONE);
    fields.item("machine").filter(i -> !whole(base)).ifPresent(RecipeReader::refuseMachine);
    return item.build(
        () ->
            new Recipe(
                name, function, version, base, files, packages, setup, run, health, checks, owner,
                machine));
  }

  private static boolean whole(Base base) {
    return base instanceof Base.Debian || base instanceof Base.From;
  }

  private static void refuseMachine(Item item) {
    item.problem(
        "is only for a base of Debian packages", "write base: {debian: trixie}, or take it out");
  }

  private Optional<String> name(Item item) {
    Optional<String> name = item.name("image");
    String expected = String.valueOf(folder.getFileName());
    if (name.isPresent() && !name.get().equals(expected)) {
      item.problem(
          item.quoted() + " is not the name of its folder",
          "write name: " + expected + ", or rename the folder to " + name.get());
    }
    return name;
  }

  private static Optional<List<String>> packages(Item item) {
    Set<String> seen = new HashSet<>();
    return item.list(
        each -> {
          Optional<String> text = each.matching(PACKAGE);
          String name = text.orElse("").split(">=", 2)[0];
          if (text.isPresent() && !seen.add(name)) {
            each.problem(each.quoted() + " names a package twice", "keep one of them");
          }
          return text;
        });
  }

  private static Optional<List<Command>> commands(Item item) {
    return item.list(each -> each.script().map(shell -> new Command(shell, each.line())));
  }

  private static Optional<List<String>> run(Item item) {
    Optional<List<String>> run = item.list(Item::text);
    if (run.isPresent() && run.get().isEmpty()) {
      item.problem("is empty", "name the command that a machine starts with");
      return Optional.empty();
    }
    return run;
  }

  private static Optional<HealthCheck> health(Item item) {
    Fields fields = Fields.open(item, HEALTH);
    String path = fields.text("path").orElse("/");
    Duration interval = fields.read("interval", Item::durationAboveZero, INTERVAL);
    Duration timeout = fields.read("timeout", Item::durationAboveZero, TIMEOUT);
    return Optional.of(new HealthCheck(path, interval, timeout));
  }
}
