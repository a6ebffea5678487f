package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.local.LocalCloud;
import com.pharmaserv.repave.local.server.CloudServer;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.wire.CloudStatus;
import com.pharmaserv.repave.operation.CloudProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The local cloud's process, seen from outside and from inside. */
public final class LocalDaemon implements CloudProcess {
  private final LocalHome home;
  private final List<String> command;

  LocalDaemon(LocalHome home, List<String> command) {
    this.home = home;
    this.command = List.copyOf(command);
  }

  /** Runs the cloud in this process, until it is stopped; returns its exit code. */
  public static int run(Path home, Map<String, String> variables) throws Exception {
    return CloudServer.run(new LocalHome(home), Clock.systemUTC(), Wiring.path(variables));
  }

  @Override
  public Status start() throws IOException, InterruptedException {
    return status(Optional.of(LocalCloud.start(home, command())));
  }

  /** Told where to keep its state. */
  private List<String> command() {
    return Stream.concat(command.stream(), Stream.of(home.root().toString())).toList();
  }

  @Override
  public Stopped stop() throws IOException, InterruptedException {
    return new Stopped(LocalCloud.stop(home));
  }

  @Override
  public Status status() throws IOException {
    return status(LocalCloud.status(home));
  }

  private Status status(Optional<CloudStatus> cloud) {
    return new Status(
        cloud.isPresent(),
        cloud.map(LocalDaemon::running),
        home.root().toString(),
        home.caCertificate().toString());
  }

  private static Running running(CloudStatus cloud) {
    return new Running(
        cloud.pid(),
        cloud.socket(),
        cloud.startedAt(),
        cloud.residentBytes(),
        cloud.environments().stream().map(LocalDaemon::environment).toList());
  }

  private static LocalEnvironment environment(CloudStatus.EnvironmentStatus status) {
    return new LocalEnvironment(
        status.name(),
        status.port(),
        status.testPort(),
        status.generations(),
        status.machines(),
        status.trouble());
  }
}
