package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.wiring.TrainingGround;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Does once what commands do often, so that the launcher can keep the loaded classes in an archive:
 * a later {@code repave status} then starts in a fraction of the time. What is not done here is not
 * in the archive.
 */
final class Training {
  private static final String ENVIRONMENT = "local-eu";

  /** The launcher says where the project is. */
  private static final String ROOT = "repave.root";

  private Training() {}

  static int run() {
    try {
      Path home = Files.createTempDirectory("repave-train");
      try {
        train(home);
      } finally {
        delete(home);
      }
      return 0;
    } catch (Exception untrained) {
      // The launcher goes on without an archive: slower, nothing else.
      return 1;
    }
  }

  private static void train(Path home) throws Exception {
    Path root = Path.of(System.getProperty(ROOT, "")).toAbsolutePath();
    TrainingGround ground = TrainingGround.open(root, home, ENVIRONMENT);
    try (ground) {
      status(home, root, "status");
      status(home, root, "status", "-e", ENVIRONMENT);
      status(home, root, "status", "--output", "json");
    }
  }

  /** Each in a fresh tool, as the launcher starts them. */
  private static void status(Path home, Path root, String... args) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Map<String, String> variables = Map.of("REPAVE_HOME", home.toString());
    String[] whole =
        Stream.concat(Stream.of(args), Stream.of("--project", root.toString()))
            .toArray(String[]::new);
    Console console = new Console(nowhere, nowhere, false, variables);
    Tool.run(console, Wiring.Start.plain(variables, Clock.systemUTC()), whole);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
