package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.local.store.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is done to a tree whose files belong to many users: by root as it is, by anybody else as the
 * root of a namespace in which the ids of {@code /etc/subuid} are those users.
 */
public final class Apart {
  /** A gigabyte on a slow disk. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  private Apart() {}

  /**
   * Unpacks a tree and waits until it is on the disk.
   *
   * @param path where commands are found, as in the variable PATH
   */
  static void unpack(String path, Path tar, Path tree) throws IOException, InterruptedException {
    run(
        path,
        "unpack '" + tar + "'",
        "tar --extract --preserve-permissions --numeric-owner --xattrs --xattrs-include='*'"
            + " --file \"$1\" --directory \"$2\" && sync --file-system \"$2\"",
        tar,
        tree);
  }

  /** Removes a folder with trees in it; does nothing if it is missing. */
  public static void remove(String path, Path folder) throws IOException, InterruptedException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Durable.deleteTree(folder);
    } catch (IOException e) {
      // Files of others among them.
      run(path, "remove '" + folder + "'", "rm -rf -- \"$1\"", folder);
    }
  }

  private static void run(String path, String what, String script, Path... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (!Shell.root()) {
      command.addAll(List.of("unshare", "--user", "--map-root-user", "--map-auto", "--"));
    }
    command.addAll(List.of("sh", "-c", script, "sh"));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    Shell shell = new Shell(Path.of("/"), Map.of("PATH", path, "LC_ALL", "C"), BOUND);
    Shell.Outcome outcome = shell.run(command, line -> {});
    if (!outcome.good()) {
      throw new IOException(
          "cannot %s: %s"
              .formatted(
                  what,
                  outcome.timedOut()
                      ? "it did not end within " + BOUND.toMinutes() + " min"
                      : String.join(" | ", outcome.tail())));
    }
  }
}
