package com.pharmaserv.repave.aws.twin.comparison;

import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Finds or makes a Python that has moto in exactly the pinned version. */
final class MotoPython {
  private static final Path REQUIREMENTS =
      ProjectRoot.resolve("src/aws-twin/test/moto/requirements.txt");
  private static final Path ENVIRONMENT = ProjectRoot.resolve("src/aws-twin/target/moto");

  /** About 60 packages, 60 MB. */
  private static final Duration INSTALL_MAX = Duration.ofMinutes(5);

  private MotoPython() {}

  static Path find() throws IOException {
    String version = "import importlib.metadata as m; print(m.version('moto'))";
    String python = PythonEnvironment.thatSays(version, Moto.VERSION);
    return python.isEmpty()
        ? PythonEnvironment.make(REQUIREMENTS, ENVIRONMENT, INSTALL_MAX)
        : Path.of(python);
  }
}
