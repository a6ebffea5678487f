package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.local.image.ImageStore;
import com.pharmaserv.repave.local.image.StoredImage;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Authority;
import com.pharmaserv.repave.local.tls.MachineTrust;
import com.pharmaserv.repave.port.ProviderException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Starts machines: a folder, a port, a process; on this machine's userland, or in a room. */
public final class MachineStarter {
  /** Also the mark by which the processes of a folder are found. */
  static final String KEY_VARIABLE = "REPAVE_TLS_KEY";

  private static final String KEY = "key.pem";

  /** The balancer's probes and people's tools may use either name. */
  private static final List<String> NAMES = List.of("localhost", "127.0.0.1");

  private final LocalHome home;
  private final ImageStore images;
  private final Authority authority;
  private final MachineTrust trust;
  private final Clock clock;
  private final Ports ports;
  private final String path;

  /**
   * Prepares for starting machines.
   *
   * @param trust is told of machines that make their certificate themselves
   * @param path where machines find commands, as in the variable PATH
   */
  public MachineStarter(
      LocalHome home, Authority authority, MachineTrust trust, Clock clock, String path) {
    this.home = home;
    this.images = new ImageStore(home, clock);
    this.authority = authority;
    this.trust = trust;
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
      int port = ports.take();
      ProcessBuilder builder = new ProcessBuilder().directory(image.tree().toFile());
      builder.environment().clear();
      builder.environment().put("PATH", path);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().put(KEY_VARIABLE, folder.resolve(KEY).toString());
      Durable.privateFile(MachineProcess.log(folder));
      builder
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(MachineProcess.log(folder).toFile()));
      if (image.root().isPresent()) {
        String script = Boot.script(image.tree(), image.root().get());
        builder.command(Room.command(port, image.tree(), folder, spec.id(), script));
        Process process = started(builder, folder);
        trust.expect(port);
        return new RoomProcess(process, home, folder, port, clock.instant(), trust);
      }
      onHost(builder, image, spec, port, folder);
      return new MachineProcess(started(builder, folder), home, folder, port, clock.instant());
    } catch (IOException e) {
      Durable.deleteTree(folder);
      throw e;
    }
  }

  /** The command in its tree, with a certificate of this cloud. */
  private void onHost(
      ProcessBuilder builder, StoredImage image, MachineSpec spec, int port, Path folder)
      throws IOException {
    Path certificate = folder.resolve("cert.pem");
    authority.issue(spec.id(), NAMES).write(folder.resolve(KEY), certificate);
    Map<String, String> environment = builder.environment();
    environment.put("REPAVE_PORT", Integer.toString(port));
    environment.put("REPAVE_TLS_CERT", certificate.toString());
    environment.put("REPAVE_MACHINE", spec.id());
    environment.put("REPAVE_ZONE", spec.zone());
    environment.put("HOME", folder.toString());
    builder.command(image.run()).redirectInput(new File("/dev/null"));
  }

  private static Process started(ProcessBuilder builder, Path folder) throws IOException {
    Process process = builder.start();
    try {
      Orphans.record(folder, process.toHandle());
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
    return process;
  }
}
