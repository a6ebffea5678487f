package com.pharmaserv.repave.local.wire;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.store.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which process runs the cloud and where its control API listens.
 *
 * @param birth tells it from a later process of the same number
 * @param socket of its control API; empty for a cloud of a version that listened on a port
 */
public record DaemonFile(long pid, Optional<String> birth, Optional<Path> socket) {
  public static DaemonFile ofThisProcess(Path socket) {
    ProcessHandle self = ProcessHandle.current();
    return new DaemonFile(self.pid(), Processes.birth(self), Optional.of(socket));
  }

  public void write(LocalHome home) throws IOException {
    Durable.write(
        home.daemonFile(),
        Json.write(Json.object("pid", pid, "birth", birth, "socket", socket.map(Path::toString))));
  }

  /** Empty if no cloud runs, or one is just beginning to. */
  public static Optional<DaemonFile> read(LocalHome home) throws IOException {
    Optional<byte[]> content = Durable.read(home.daemonFile());
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      Fields fields = Json.read(content.get(), "'" + home.daemonFile() + "'");
      return Optional.of(
          new DaemonFile(
              fields.number("pid"),
              fields.optionalText("birth"),
              fields.optionalText("socket").map(Path::of)));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage() + "; remove the file if no cloud runs", e);
    }
  }

  /** The process, if it is alive and still the one that wrote this. */
  public Optional<ProcessHandle> process() {
    return Processes.find(pid, birth);
  }
}
