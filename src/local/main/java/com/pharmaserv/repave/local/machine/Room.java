package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.local.image.StoredImage;
import com.pharmaserv.repave.local.store.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where a machine of a whole system runs: apart from this machine, with the system as its root. */
public final class Room {
  /** As much as the machine had that was started from the disk before use. */
  private static final int MEMORY_MIB = 1024;

  /** Longest name that a kernel takes. */
  private static final int NAME_MAX = 64;

  private static final Duration TRIAL_MAX = Duration.ofSeconds(20);

  /** What a room is made with, and Debian's package of it. */
  private static final Map<String, String> TOOLS =
      Map.of("bash", "bash", "perl", "perl-base", "unshare", "util-linux", "bwrap", "bubblewrap");

  private Room() {}

  /**
   * The command line that starts a machine and lives as long as it does.
   *
   * @param port on loopback, for the machine's own {@link Boot#PORT}
   * @param folder the machine's own
   * @param script of {@link Boot}
   */
  static List<String> command(int port, Path tree, Path folder, String name, String script)
      throws IOException {
    return List.of(
        "bash",
        "-c",
        text("enter"),
        "enter",
        Integer.toString(port),
        tree.toString(),
        folder.toString(),
        name.substring(0, Math.min(name.length(), NAME_MAX)),
        Integer.toString(MEMORY_MIB),
        text("start") + script);
  }

  /** Fails with the unit and the setting if the image starts in a way that is not done here. */
  public static void requireKnown(StoredImage image) throws IOException {
    if (image.root().isPresent()) {
      Boot.script(image.tree(), image.root().get());
    }
  }

  /**
   * Which packages are missing here, and how to install them; empty if none is.
   *
   * @param path where commands are found, as in the variable PATH
   */
  public static Optional<String> missing(String path) {
    Set<String> missing = new TreeSet<>();
    TOOLS.forEach(
        (tool, from) -> {
          if (Shell.find(path, tool).isEmpty()) {
            missing.add(from);
          }
        });
    if (!Shell.root() && Shell.find(path, "newuidmap").isEmpty()) {
      missing.add("uidmap");
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s missing here; run: apt-get install --no-install-recommends %s"
                .formatted(
                    String.join(", ", missing) + (missing.size() == 1 ? " is" : " are"),
                    String.join(" ", missing)));
  }

  /**
   * Why no machine of the tree can run here, with what helps; empty if one can. Tried, as nothing
   * else tells: kernels, containers and distributions forbid namespaces in many ways.
   *
   * @param path where commands are found, as in the variable PATH
   * @param scratch a folder that may be made and is removed
   */
  public static Optional<String> trouble(String path, Path tree, Path scratch)
      throws IOException, InterruptedException {
    Optional<String> missing = missing(path);
    if (missing.isPresent()) {
      return missing;
    }
    Durable.privateDirectory(scratch);
    try {
      Shell shell = new Shell(scratch, Map.of("PATH", path, "LC_ALL", "C"), TRIAL_MAX);
      Shell.Outcome outcome = shell.run(command(0, tree, scratch, "trial", "exit 0\n"), line -> {});
      return outcome.good()
          ? Optional.empty()
          : Optional.of(
              "this system gives it no namespaces (%s); "
                      .formatted(String.join(" | ", outcome.tail()))
                  + "a container must be allowed them, for example with docker run --privileged;"
                  + " Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0;"
                  + " /etc/subuid must have a line for this user");
    } finally {
      Durable.deleteTree(scratch);
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Room.class.getResourceAsStream(name), "script " + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
