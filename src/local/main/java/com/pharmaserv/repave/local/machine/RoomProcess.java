package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.MachineTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A machine in a room of its own. It lives as long as its standard input is open: so it ends with
 * the cloud, however that ends.
 */
final class RoomProcess extends MachineProcess {
  private final Process process;
  private final MachineTrust trust;

  RoomProcess(
      Process process,
      LocalHome home,
      Path folder,
      int port,
      Instant startedAt,
      MachineTrust trust) {
    super(process, home, folder, port, startedAt);
    this.process = process;
    this.trust = trust;
  }

  /** Signals would reach the one who passes connections on as well as those who answer them. */
  @Override
  public void terminate() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  @Override
  public void cleanUp() throws IOException {
    trust.forget(port());
    super.cleanUp();
  }
}
