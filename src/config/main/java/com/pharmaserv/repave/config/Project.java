package com.pharmaserv.repave.config;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Names;
import com.pharmaserv.repave.model.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The configuration below one root: environments and recipes, each read from disk whenever it is
 * asked for.
 */
public final class Project {
  static final String RECIPE_FILE = "image.yaml";

  private static final String ENDING = ".yaml";

  private final Path root;
  private final Path environments;
  private final Path images;

  private Project(Path root) {
    this.root = root;
    this.environments = root.resolve("environments");
    this.images = root.resolve("images");
  }

  /** The project whose root holds the folders environments and images; reads nothing yet. */
  public static Project open(Path root) {
    return new Project(root.toAbsolutePath().normalize());
  }

  /** Where public keys lie whose signatures count; it need not exist. */
  public Path keys() {
    return environments.resolve("keys");
  }

  /** Names of the environments that have a file, sorted. */
  public List<String> environmentNames() {
    return entries(environments).stream()
        .filter(name -> name.endsWith(ENDING) && name.length() > ENDING.length())
        .map(name -> name.substring(0, name.length() - ENDING.length()))
        .toList();
  }

  /** Names of the recipes that have a file, sorted. */
  public List<String> recipeNames() {
    return entries(images).stream()
        .filter(name -> Files.exists(recipeFile(name), LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  /** The environment, or every problem of its file. */
  public Environment environment(String name) throws ConfigException {
    List<String> known = environmentNames();
    if (!known.contains(name)) {
      throw missing("environment", name, environments.resolve("NAME" + ENDING), known);
    }
    Path file = environments.resolve(name + ENDING);
    return read(file, environments, item -> new EnvironmentReader(name, recipeNames()).read(item));
  }

  /** The recipe, or every problem of its file. */
  public Recipe recipe(String name) throws ConfigException {
    List<String> known = recipeNames();
    if (!known.contains(name)) {
      throw missing("recipe", name, recipeFile("NAME"), known);
    }
    return read(
        recipeFile(name), images, item -> new RecipeReader(images.resolve(name)).read(item));
  }

  /** The folder that the recipe's files are relative to; it need not exist. */
  public Path recipeFolder(String name) {
    return images.resolve(Names.require("image", name));
  }

  private Path recipeFile(String name) {
    return images.resolve(name).resolve(RECIPE_FILE);
  }

  private <T> T read(Path file, Path below, Function<Item, Optional<T>> reader)
      throws ConfigException {
    Problems problems = new Problems(Words.plain(shown(file)));
    Optional<Node> node =
        TextFile.read(file, below, problems).flatMap(text -> new YamlTree(problems).compose(text));
    Optional<T> value = node.flatMap(top -> reader.apply(new Item(problems, top, "")));
    problems.throwIfAny();
    return value.orElseThrow(() -> new IllegalStateException("nothing read, and no reason noted"));
  }

  private ConfigException missing(String kind, String name, Path pattern, List<String> known) {
    // The name is only shown, never resolved: it comes from a command line and may hold anything.
    String looked = shown(pattern).replace("NAME", Words.plain(name));
    String guess = Words.nearest(name, known).map(near -> "did you mean " + near + "? ").orElse("");
    String others =
        known.isEmpty() ? "there is none yet" : "there are: " + String.join(", ", known);
    String message = "no " + kind + " " + Words.quote(name) + " in " + Words.plain(root.toString());
    return new ConfigException(List.of(new Problem(looked, 0, 0, message, guess + others)));
  }

  /** The path as messages show it: from the root, with slashes. */
  private String shown(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static List<String> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list '" + folder + "'", e);
    }
  }
}
