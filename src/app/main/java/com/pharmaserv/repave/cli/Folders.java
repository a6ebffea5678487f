package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.RequestException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the project is, and where the tool keeps what it has to keep. */
final class Folders {
  private static final String ENVIRONMENTS = "environments";

  private Folders() {}

  /**
   * Where journals and the local cloud are kept.
   *
   * @throws IOException if somebody else could put files there: ssh refuses its folder for the same
   */
  static Path home(Map<String, String> variables) throws IOException {
    Path home = homeOf(variables);
    if (Files.exists(home)) {
      requireOwn(home);
    }
    return home;
  }

  private static void requireOwn(Path home) throws IOException {
    String shown = "'" + home + "', where journals and the local cloud are kept, ";
    UserPrincipal owner = Files.getOwner(home);
    if (!owner.equals(self())) {
      throw new IOException(
          shown
              + "belongs to "
              + owner.getName()
              + "; set REPAVE_HOME to a folder of your own, or become its owner");
    }
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(home);
    if (modes.contains(PosixFilePermission.GROUP_WRITE)
        || modes.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          shown
              + "may be written by others (%s); run 'chmod go-w' on it"
                  .formatted(PosixFilePermissions.toString(modes)));
    }
  }

  /** Who this process is; its name alone would not tell, where two have one number. */
  private static UserPrincipal self() throws IOException {
    Path process = Path.of("/proc/self");
    return Files.exists(process)
        ? Files.getOwner(process)
        : FileSystems.getDefault()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }

  private static Path homeOf(Map<String, String> variables) {
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
