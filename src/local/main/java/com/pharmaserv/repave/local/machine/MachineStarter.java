package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.local.image.ImageStore;
import com.pharmaserv.repave.local.image.StoredImage;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Authority;
import com.pharmaserv.repave.port.ProviderException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Starts machines: a folder with a fresh key and certificate, a port, a process. */
public final class MachineStarter {
  static final String KEY_VARIABLE = "REPAVE_TLS_KEY";

  /** The balancer's probes and people's tools may use either name. */
  private static final List<String> NAMES = List.of("localhost", "127.0.0.1");

  private final LocalHome home;
  private final ImageStore images;
  private final Authority authority;
  private final Clock clock;
  private final Ports ports;
  private final String path;

  /**
   * Prepares for starting machines.
   *
   * @param path where machines find commands, as in the variable PATH
   */
  public MachineStarter(LocalHome home, Authority authority, Clock clock, String path) {
    this.home = home;
    this.images = new ImageStore(home, clock);
    this.authority = authority;
    this.clock = clock;
    this.ports = new Ports(home.root());
    this.path = path;
  }

  public MachineProcess start(MachineSpec spec) throws IOException, ProviderException {
    StoredImage image =
        images
            .stored(spec.image())
            .orElseThrow(
                () ->
                    new IOException(
                        "image "
                            + spec.image()
                            + " is not in '"
                            + home.images()
                            + "'; bake it again"));
    Path folder = home.machines().resolve(spec.fleet().environment().name()).resolve(spec.id());
    Durable.deleteTree(folder);
    Durable.privateDirectory(folder);
    try {
      Path key = folder.resolve("key.pem");
      Path certificate = folder.resolve("cert.pem");
      authority.issue(spec.id(), NAMES).write(key, certificate);
      int port = ports.take();
      ProcessBuilder builder = new ProcessBuilder(image.run()).directory(image.tree().toFile());
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.put("REPAVE_PORT", Integer.toString(port));
      environment.put("REPAVE_TLS_CERT", certificate.toString());
      environment.put(KEY_VARIABLE, key.toString());
      environment.put("REPAVE_MACHINE", spec.id());
      environment.put("REPAVE_ZONE", spec.zone());
      environment.put("PATH", path);
      environment.put("LC_ALL", "C.UTF-8");
      environment.put("HOME", folder.toString());
      Durable.privateFile(MachineProcess.log(folder));
      Process process =
          builder
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(MachineProcess.log(folder).toFile()))
              .start();
      try {
        Orphans.record(folder, process.toHandle());
      } catch (IOException e) {
        process.destroyForcibly();
        throw e;
      }
      return new MachineProcess(process, folder, port, clock.instant());
    } catch (IOException e) {
      Durable.deleteTree(folder);
      throw e;
    }
  }
}
