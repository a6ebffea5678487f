package com.pharmaserv.repave.config;

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
import java.util.regex.Pattern;

/** Reads what an image is baked from. */
final class RecipeReader {
  static final Shape RECIPE =
      Shape.of("a recipe")
          .required("name", "hello")
          .required("function", "app")
          .required("version", "\"1\"")
          .required("owner", "platform-team@pharmaserv.example")
          .required("base", "host")
          .optional("files", "packages", "setup")
          .required("run", "[java, -cp, app, Hello]")
          .required("health", "{path: /health}")
          .optional("checks");

  static final Shape FILE =
      Shape.of("a file")
          .required("from", "Hello.java")
          .required("to", "Hello.java")
          .optional("executable");

  static final Shape HEALTH =
      Shape.of("health").required("path", "/health").optional("interval", "timeout");

  static final Duration INTERVAL = Duration.ofSeconds(5);
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
  private static final Pattern PACKAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]{0,99}(>=[0-9][A-Za-z0-9+.~:_-]{0,63})?");
  private static final Pattern URL_PATH =
      Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,255}");

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
    String version =
        fields.read(
            "version",
            i -> i.matching(VERSION, "letters, digits, '.', '_', '+' and '-', at most 64"),
            "unread");
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
    return item.build(
        () ->
            new Recipe(
                name, function, version, base, files, packages, setup, run, health, checks, owner));
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
          Optional<String> text = each.matching(PACKAGE, "name or name>=version");
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
    String path = fields.read("path", RecipeReader::urlPath, "/");
    Duration interval = fields.read("interval", Item::durationAboveZero, INTERVAL);
    Duration timeout = fields.read("timeout", Item::durationAboveZero, TIMEOUT);
    return Optional.of(new HealthCheck(path, interval, timeout));
  }

  /** The path of a URL with its query, as a probe asks for it. */
  static Optional<String> urlPath(Item item) {
    return item.matching(URL_PATH, "a URL's path: begin with '/', escape blanks as %20");
  }
}
