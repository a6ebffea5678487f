package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.wire.DaemonFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the control API listens: a Unix domain socket in a folder that only its owner may enter, so
 * that the system itself keeps everybody else out. That is all the authentication there is, and
 * none is lost: who may enter the folder may also read the cloud's keys.
 */
final class ControlSocket {
  private static final String NAME = "control";

  /** {@code sun_path} of unix(7) has 108 bytes with its end; macOS has 104. */
  private static final int PATH_BYTES_MAX = 100;

  private ControlSocket() {}

  /** A free path: in the cloud's folder, or in a new one where that has too long a name. */
  static Path prepare(LocalHome home) throws IOException {
    Optional<Path> left = DaemonFile.read(home).flatMap(DaemonFile::socket);
    if (left.isPresent()) {
      remove(home, left.get());
    }
    Path socket = home.cloud().resolve(NAME);
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
      return Files.createTempDirectory("repave-").resolve(NAME);
    }
    Files.deleteIfExists(socket);
    return socket;
  }

  /** What stands there of a cloud that has ended. */
  static void remove(LocalHome home, Path socket) throws IOException {
    if (!socket.endsWith(NAME)) {
      throw new IOException("'" + home.daemonFile() + "' has an odd socket: '" + socket + "'");
    }
    Files.deleteIfExists(socket);
    Path folder = socket.getParent();
    if (folder != null && !folder.equals(home.cloud())) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException inUse) {
        System.getLogger("repave.cloud")
            .log(System.Logger.Level.WARNING, "left '" + folder + "': " + Durable.reason(inUse));
      }
    }
  }
}
