package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs commands apart from this machine, with the caller as root of where they run. */
final class Apart {
  /** Installing packages on a slow and busy machine. */
  private static final Duration COMMAND_MAX = Duration.ofMinutes(30);

  private Apart() {}

  /** How a command ended. */
  record Ended(boolean good, String how, List<String> tail) {
    /** What it did, in words. */
    String text() {
      return how + (tail.isEmpty() ? "" : ": " + String.join(" | ", tail));
    }
  }

  /**
   * Runs a command to its end.
   *
   * @param what it is, for messages
   * @param variables that it gets beside the path
   */
  static Ended run(
      Host host,
      Path folder,
      String what,
      Map<String, String> variables,
      List<String> command,
      Says says)
      throws IOException, BakeException {
    List<String> apart =
        new ArrayList<>(List.of("bash", "-c", Scripts.text(Scripts.APART), Scripts.APART));
    apart.addAll(command);
    try {
      Shell.Outcome outcome =
          new Shell(folder, host.environment(variables), COMMAND_MAX).run(apart, says);
      String how =
          outcome.timedOut()
              ? "did not end within %s min".formatted(COMMAND_MAX.toMinutes())
              : "failed with status " + outcome.status();
      return new Ended(outcome.good(), how, outcome.tail());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BakeException(what + " was interrupted");
    }
  }

  /** Removes a folder; what is in it may belong to users that exist only in a namespace. */
  static void remove(Host host, Path folder) throws IOException, BakeException {
    Ended ended =
        run(
            host,
            Path.of("/"),
            "removing '" + folder + "'",
            Map.of(),
            List.of("rm", "-rf", folder.toString()),
            line -> {});
    if (!ended.good()) {
      throw new IOException("cannot remove '%s': %s".formatted(folder, ended.text()));
    }
  }
}
