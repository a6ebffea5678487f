package com.pharmaserv.repave.config;

import com.pharmaserv.repave.model.Recipe.FileEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a recipe's files. Their paths stay inside: {@code from} inside the recipe's folder, even
 * through symbolic links, and {@code to} inside the image's tree.
 */
final class RecipePaths {
  /** Most characters of a path; file systems allow more, trees that people read do not need it. */
  static final int LENGTH_MAX = 255;

  /** What the schema says of paths; {@link #fault} says it in words, and decides. */
  static final Kind.Text PATH =
      Kind.Text.of("[^/~\\\\][^\\\\]*", "a plain path such as lib/Hello.java")
          .upTo(LENGTH_MAX)
          .without("(^|/)(\\.{0,2})(/|$)");

  /** Most names in a folder that a guess at a misspelt file looks at. */
  private static final int GUESSES_MAX = 200;

  private final Path folder;

  /** What stands at which path of the tree so far. */
  private final Map<String, Placed> placed = new HashMap<>();

  private record Placed(String to, boolean directory, Item item) {}

  RecipePaths(Path folder) {
    this.folder = folder;
  }

  Optional<List<FileEntry>> read(Item item) {
    List<Placed> all = new ArrayList<>();
    Optional<List<FileEntry>> files = item.list(each -> file(each, all));
    all.forEach(this::refuseFileAsFolder);
    return files;
  }

  private Optional<FileEntry> file(Item item, List<Placed> all) {
    Fields fields = Fields.open(item, RecipeReader.FILE);
    Optional<Item> fromItem = fields.item("from");
    Optional<Item> toItem = fields.item("to");
    Optional<String> from = fromItem.flatMap(RecipePaths::inside);
    Optional<String> to = toItem.flatMap(RecipePaths::inside);
    Optional<Path> source =
        from.isPresent() ? fromItem.flatMap(i -> source(i, from.get())) : Optional.empty();
    boolean executable = fields.read("executable", Item::flag, false);
    if (from.isEmpty() || to.isEmpty() || toItem.isEmpty()) {
      return Optional.empty();
    }
    boolean directory = source.isPresent() && Files.isDirectory(source.get());
    Placed here = new Placed(to.get(), directory, toItem.get());
    Placed there = placed.putIfAbsent(here.to(), here);
    if (there == null) {
      all.add(here);
    } else {
      here.item()
          .problem(
              here.item().quoted() + " is given twice, first on line " + there.item().line(),
              "give each file its own place");
    }
    return source.map(path -> new FileEntry(from.get(), to.get(), executable));
  }

  private void refuseFileAsFolder(Placed here) {
    for (int at = here.to().indexOf('/'); at >= 0; at = here.to().indexOf('/', at + 1)) {
      Placed above = placed.get(here.to().substring(0, at));
      if (above != null && !above.directory()) {
        here.item()
            .problem(
                here.item().quoted()
                    + " needs a folder where line "
                    + above.item().line()
                    + " puts a file",
                "rename one of them");
      }
    }
  }

  /** A relative path that can only lead down. */
  private static Optional<String> inside(Item item) {
    Optional<String> text = item.text();
    if (text.isEmpty()) {
      return text;
    }
    Optional<String> fault = fault(text.get());
    fault.ifPresent(
        why ->
            item.problem(item.quoted() + " " + why, "write a plain path such as lib/Hello.java"));
    return fault.isPresent() ? Optional.empty() : text;
  }

  private static Optional<String> fault(String path) {
    if (path.length() > LENGTH_MAX) {
      return Optional.of("is longer than " + LENGTH_MAX + " characters");
    }
    if (path.startsWith("/")) {
      return Optional.of("is absolute");
    }
    if (path.startsWith("~")) {
      return Optional.of("begins with '~'");
    }
    if (path.indexOf('\\') >= 0) {
      return Optional.of("holds a backslash");
    }
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        return Optional.of("leads out through '..'");
      }
      if (part.isBlank() || part.equals(".")) {
        return Optional.of("has a part that is empty or '.'");
      }
    }
    return Optional.empty();
  }

  /** The file itself, with every symbolic link followed. */
  private Optional<Path> source(Item item, String from) {
    try {
      Path path = folder.resolve(from);
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        item.problem(
            item.quoted() + " does not exist in the recipe's folder",
            Words.nearest(from, names()).map(near -> "did you mean " + near + "?").orElse(""));
        return Optional.empty();
      }
      Path real = path.toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        item.problem(
            item.quoted() + " is a symbolic link that leads out of the recipe's folder",
            "copy the file into the folder");
        return Optional.empty();
      }
      if (Files.isRegularFile(real) || Files.isDirectory(real)) {
        return Optional.of(real);
      }
      item.problem(item.quoted() + " is neither a file nor a folder", "");
    } catch (InvalidPathException e) {
      item.problem(item.quoted() + " cannot be a path here: " + e.getReason(), "");
    } catch (IOException e) {
      item.problem(
          item.quoted() + " cannot be followed: " + Words.plain(String.valueOf(e.getMessage())),
          "look at its symbolic links");
    }
    return Optional.empty();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.limit(GUESSES_MAX).map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
