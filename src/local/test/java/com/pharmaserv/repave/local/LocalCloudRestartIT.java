package com.pharmaserv.repave.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.wire.BalancerView;
import com.pharmaserv.repave.local.wire.CloudStatus;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts, stops and deaths of the local cloud; a cloud of its own for each test. */
class LocalCloudRestartIT {
  @TempDir Path folder;
  private LocalWorld world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = new LocalWorld(folder);
  }

  @AfterEach
  void stopCloud() throws Exception {
    LocalCloud.stop(world.home);
    assertThat(world.machineProcesses()).isEmpty();
    Durable.deleteTree(world.home.root());
  }

  @Test
  void restartBringsBackGenerationsWeightsAndPorts() throws Exception {
    world.start();
    GenerationId id = world.launch(world.web, 1, Optional.of(Slot.BLUE), world.bake("1"), 2);
    world.untilServing(world.web, id, 2);
    world.shift(Weights.NONE, new Weights(75, 25), world.newEpoch());
    world.provider.pointTestRoute(
        world.web, new PointTestRoute(Slot.BLUE), LocalWorld.stamp(world.web, world.newEpoch()));
    BalancerView before = world.provider.balancer(LocalWorld.ENVIRONMENT);

    assertThat(LocalCloud.stop(world.home)).isTrue();
    assertThat(world.machineProcesses()).isEmpty();
    assertThat(LocalCloud.status(world.home)).isEmpty();
    assertNotRunning();
    world.start();

    world.untilServing(world.web, id, 2);
    FleetView view = world.provider.observe(world.web);
    assertThat(view.route())
        .contains(new FleetView.RouteView(new Weights(75, 25), Optional.of(Slot.BLUE)));
    BalancerView after = world.provider.balancer(LocalWorld.ENVIRONMENT);
    assertThat(List.of(after.port(), after.testPort()))
        .isEqualTo(List.of(before.port(), before.testPort()));
    assertThat(world.provider.probe(world.web).passed()).isTrue();
  }

  @Test
  void killedCloudLeavesNoOrphansAfterTheNextStart() throws Exception {
    CloudStatus status = world.start();
    GenerationId id = world.launch(world.web, 1, Optional.of(Slot.BLUE), world.bake("1"), 2);
    world.untilServing(world.web, id, 2);
    List<Long> orphans = world.machineProcesses();
    assertThat(orphans).hasSize(2);
    ProcessHandle cloud = ProcessHandle.of(status.pid()).orElseThrow();
    cloud.destroyForcibly();
    Until.holds("the cloud is dead", LocalWorld.START_MAX, () -> !cloud.isAlive());
    assertNotRunning();
    assertThat(world.machineProcesses()).isEqualTo(orphans);

    world.start();
    world.untilServing(world.web, id, 2);

    assertThat(world.machineProcesses()).hasSize(2).doesNotContainAnyElementsOf(orphans);
  }

  @Test
  void killedCloudLeavesNothingAfterStop() throws Exception {
    CloudStatus status = world.start();
    GenerationId id = world.launch(world.web, 1, Optional.of(Slot.BLUE), world.bake("1"), 1);
    world.untilServing(world.web, id, 1);
    ProcessHandle cloud = ProcessHandle.of(status.pid()).orElseThrow();
    cloud.destroyForcibly();
    Until.holds("the cloud is dead", LocalWorld.START_MAX, () -> !cloud.isAlive());

    assertThat(LocalCloud.stop(world.home)).isFalse();
    assertThat(world.machineProcesses()).isEmpty();
  }

  @Test
  void racingStartsMakeOneCloud() throws Exception {
    List<Callable<Long>> starts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      starts.add(() -> world.start().pid());
    }
    Process rival = new ProcessBuilder(CloudMain.command(world.home)).start();
    ExecutorService threads = Executors.newFixedThreadPool(starts.size());
    Set<Long> pids = new TreeSet<>();
    try {
      for (Future<Long> pid : threads.invokeAll(starts)) {
        pids.add(pid.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(pids).hasSize(1);
    Until.holds(
        "only one of them goes on",
        LocalWorld.START_MAX,
        () -> !rival.isAlive() || pids.contains(rival.pid()));
  }

  @Test
  void keepsSecretsToTheOwner() throws Exception {
    world.start();
    GenerationId id = world.launch(world.web, 1, Optional.of(Slot.BLUE), world.bake("1"), 1);
    world.untilServing(world.web, id, 1);

    List<Path> secrets = new ArrayList<>(List.of(world.home.token()));
    try (Stream<Path> files = Files.walk(world.home.root())) {
      files.filter(f -> f.toString().matches(".*(\\.key|key\\.pem)")).forEach(secrets::add);
    }
    assertThat(secrets).hasSize(3);
    for (Path secret : secrets) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .as(secret.toString())
          .isEqualTo("rw-------");
    }
    for (Path open : List.of(world.home.tls(), world.home.cloud(), world.home.machines())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open)))
          .as(open.toString())
          .isEqualTo("rwx------");
    }
    String token = Files.readString(world.home.token());
    assertThat(Files.readString(world.home.log())).doesNotContain(token);
  }

  @Test
  void refusesWrongToken() throws Exception {
    world.start();
    byte[] token = Files.readAllBytes(world.home.token());
    Durable.write(world.home.token(), "wrong".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> world.provider.observe(world.web))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(Failure.Kind.DENIED);
              assertThat(e).hasMessageContaining("refused the token in '");
            });
    Durable.write(world.home.token(), token);
    assertThat(world.provider.observe(world.web).generations()).isEmpty();
  }

  @Test
  void programOnThePortOfADeadCloudLearnsNothingAndIsNotBelieved() throws Exception {
    CloudStatus status = world.start();
    String token = Files.readString(world.home.token());
    ProcessHandle cloud = ProcessHandle.of(status.pid()).orElseThrow();
    cloud.destroyForcibly();
    Until.holds("the cloud is dead", LocalWorld.START_MAX, () -> !cloud.isAlive());
    byte[] loopback = {127, 0, 0, 1};
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ServerSocket impostor =
        new ServerSocket(status.port(), 1, InetAddress.getByAddress(loopback))) {
      Future<String> heard =
          thread.submit(
              () -> {
                try (Socket socket = impostor.accept()) {
                  byte[] request = new byte[4096];
                  int length = socket.getInputStream().read(request);
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
                              .getBytes(StandardCharsets.US_ASCII));
                  return new String(request, 0, length, StandardCharsets.US_ASCII);
                }
              });

      assertNotRunning();
      assertThat(heard.get()).contains("/v1/observe").doesNotContain(token);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    world.start();
    try (ServerSocket other =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      LocalProvider provider = world.provider(new Listen(other.getLocalPort(), 0));

      assertThatThrownBy(() -> provider.balancer(LocalWorld.ENVIRONMENT))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("local-eu")
          .hasMessageContaining(Integer.toString(other.getLocalPort()))
          .hasMessageContaining("configure another one");
    }
  }

  @Test
  void saysWhyItCannotStart() throws Exception {
    world.home.prepare();
    Durable.write(world.home.stateFile(), "{broken".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> world.start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cloud.json")
        .hasMessageContaining("not valid JSON");
    assertThat(Files.readString(world.home.stateFile())).as("nothing is lost").isEqualTo("{broken");
    Files.delete(world.home.stateFile());
  }

  private void assertNotRunning() {
    assertThatThrownBy(() -> world.provider.observe(world.web))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.GONE))
        .hasMessage("local cloud is not running; start it with 'repave local start'");
  }
}
