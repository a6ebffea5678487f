package com.pharmaserv.repave.local.wire;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import java.io.IOException;
import java.util.Optional;

/**
 * Which process runs the cloud and where its control API listens.
 *
 * @param startedAt start of the process as the system tells it, so that a number that was given to
 *     another process since is not mistaken for it
 */
public record DaemonFile(long pid, Optional<Long> startedAt, int port) {
  /** The one name in the control API's certificate. */
  public static final String CONTROL_HOST = "control.repave.localhost";

  public static DaemonFile ofThisProcess(int port) {
    ProcessHandle self = ProcessHandle.current();
    return new DaemonFile(self.pid(), self.info().startInstant().map(Fields::nanos), port);
  }

  public void write(LocalHome home) throws IOException {
    Durable.write(
        home.daemonFile(),
        Json.write(Json.object("pid", pid, "startedAt", startedAt, "port", port)));
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
              fields.number("pid"), fields.optionalNumber("startedAt"), fields.count("port")));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage() + "; remove the file if no cloud runs", e);
    }
  }

  /** The process, if it is alive and still the one that wrote this. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process -> process.info().startInstant().map(Fields::nanos).equals(startedAt));
  }
}
