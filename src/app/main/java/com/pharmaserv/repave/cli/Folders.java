package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.RequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the project is, and where the tool keeps what it has to keep. */
final class Folders {
  private static final String ENVIRONMENTS = "environments";

  private Folders() {}

  /** Where journals and the local cloud are kept. */
  static Path home(Map<String, String> variables) {
    String own = variables.getOrDefault("REPAVE_HOME", "");
    if (!own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    String state = variables.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        state.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return base.resolve("repave").toAbsolutePath();
  }

  /** The folder with environments/: the named one, or the nearest here or above. */
  static Path project(Optional<Path> named) throws RequestException {
    if (named.isPresent()) {
      Path folder = named.get().toAbsolutePath().normalize();
      if (!has(folder)) {
        throw new RequestException(
            "'%s' has no environments/ folder; name another --project".formatted(folder));
      }
      return folder;
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (has(folder)) {
        return folder;
      }
    }
    String installed = System.getProperty("repave.root");
    if (installed != null && has(Path.of(installed))) {
      return Path.of(installed);
    }
    throw new RequestException(
        "neither '%s' nor a folder above it has environments/; name one by --project"
            .formatted(here));
  }

  private static boolean has(Path folder) {
    return Files.isDirectory(folder.resolve(ENVIRONMENTS));
  }
}
