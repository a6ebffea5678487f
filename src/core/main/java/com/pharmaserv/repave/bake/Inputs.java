package com.pharmaserv.repave.bake;

import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that a recipe puts into its image: found, bounded, hashed and copied. */
public final class Inputs {
  /** More than any tree of one function needs, and little enough to bake in minutes. */
  public static final int FILES_MAX = 20_000;

  public static final long BYTES_MAX = 512L * 1024 * 1024;

  private final Path folder;
  private final Path realFolder;
  private final String recipe;
  private final SortedMap<String, Input> byTarget = new TreeMap<>();
  private long bytes;

  private Inputs(Path folder, Path realFolder) {
    this.folder = folder;
    this.realFolder = realFolder;
    this.recipe = folder.resolve("image.yaml").toString();
  }

  /** One file: where it comes from, whether it is executable, and its content's hash. */
  public record Input(Path source, boolean executable, String sha256) {
    /** The entry of the lock. */
    public String lock() {
      return "sha256:" + sha256 + (executable ? " executable" : "");
    }

    /** Its content; refused if it changed since it was hashed. */
    public byte[] read() throws IOException, BakeException {
      byte[] content = Files.readAllBytes(source);
      requireUnchanged(Sha256.of(content));
      return content;
    }

    private void requireUnchanged(String now) throws BakeException {
      if (!now.equals(sha256)) {
        throw new BakeException("file '" + source + "' changed while it was baked; bake again");
      }
    }
  }

  /** All files by their place in the tree, in order. */
  public static SortedMap<String, Input> collect(Recipe recipe, Path folder) throws BakeException {
    try {
      Inputs inputs = new Inputs(folder, folder.toRealPath());
      for (Recipe.FileEntry entry : recipe.files()) {
        inputs.add(entry);
      }
      return inputs.byTarget;
    } catch (IOException e) {
      throw new BakeException(
          folder.resolve("image.yaml") + ": cannot read the recipe's files: " + reason(e));
    }
  }

  /** Copies the files into the tree; a file that changed since it was hashed is refused. */
  public static void copy(Map<String, Input> inputs, Path tree) throws IOException, BakeException {
    for (Map.Entry<String, Input> entry : inputs.entrySet()) {
      Path target = tree.resolve(entry.getKey());
      if (target.getParent() != null) {
        Files.createDirectories(target.getParent());
      }
      Input input = entry.getValue();
      MessageDigest digest = Canonical.sha256();
      try (InputStream in = new DigestInputStream(Files.newInputStream(input.source()), digest);
          OutputStream out = Files.newOutputStream(target)) {
        in.transferTo(out);
      }
      input.requireUnchanged(Canonical.hex(digest.digest()));
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(input.executable() ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private void add(Recipe.FileEntry entry) throws BakeException, IOException {
    Path from = relative("from", entry.from());
    Path to = relative("to", entry.to());
    Path source = inside(folder.resolve(from), entry.from());
    if (!Files.isDirectory(source)) {
      put(to, source, entry.executable(), entry.from());
      return;
    }
    List<Path> found;
    try (Stream<Path> files = Files.walk(source)) {
      found =
          files.limit(FILES_MAX + 1L).filter(path -> !Files.isDirectory(path)).sorted().toList();
    }
    for (Path file : found) {
      String name = entry.from() + "/" + source.relativize(file);
      boolean executable = entry.executable() || Files.isExecutable(file);
      put(to.resolve(source.relativize(file).toString()), inside(file, name), executable, name);
    }
  }

  private void put(Path to, Path source, boolean executable, String from)
      throws BakeException, IOException {
    if (!Files.isRegularFile(source)) {
      throw complaint("'" + from + "' is not a regular file; name files and folders only");
    }
    bytes += Files.size(source);
    if (bytes > BYTES_MAX || byTarget.size() == FILES_MAX) {
      throw complaint(
          "files: more than "
              + FILES_MAX
              + " files or "
              + BYTES_MAX / (1024 * 1024)
              + " MB at '"
              + from
              + "'; leave out what the machine does not need");
    }
    String target = to.toString().replace('\\', '/');
    if (byTarget.put(target, new Input(source, executable, Sha256.of(source))) != null) {
      throw complaint("files: two entries go to '" + target + "'; give each its own place");
    }
  }

  private Path relative(String field, String text) throws BakeException {
    try {
      Path path = Path.of(text);
      boolean leaves = path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..");
      if (!text.isEmpty() && !leaves) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Not a path at all: the same complaint as for a bad one.
    }
    throw complaint(
        "files: " + field + " '" + text + "' must be a relative path without '.' and '..'");
  }

  private Path inside(Path path, String text) throws BakeException, IOException {
    if (!Files.exists(path)) {
      throw complaint("files: '" + text + "' does not exist beside the recipe");
    }
    Path real = path.toRealPath();
    if (!real.startsWith(realFolder)) {
      throw complaint("files: '" + text + "' leads out of the recipe's folder to '" + real + "'");
    }
    return real;
  }

  /** In words; Java's own message is often only the path. */
  private static String reason(IOException failure) {
    if (failure instanceof FileSystemException file) {
      String why = file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
      return why + ": '" + file.getFile() + "'";
    }
    return String.valueOf(failure.getMessage());
  }

  private BakeException complaint(String text) {
    return new BakeException(recipe + ": " + text);
  }
}
