package com.pharmaserv.repave.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
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
    CloudStatus status = world.start();
    GenerationId id = world.launch(world.web, 1, Optional.of(Slot.BLUE), world.bake("1"), 1);
    world.untilServing(world.web, id, 1);

    List<Path> secrets = new ArrayList<>(List.of(Path.of(status.socket())));
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
  }

  /** A path of a socket has 107 bytes at most. */
  @Test
  void listensElsewhereWhereItsHomeHasALongName(@TempDir Path folder) throws Exception {
    LocalHome deep = new LocalHome(folder.resolve("a".repeat(60)).resolve("b".repeat(60)));
    try {
      CloudStatus status = LocalCloud.start(deep, CloudMain.command(deep));
      Path place = Path.of(status.socket()).getParent();
      assertThat(place).isNotEqualTo(deep.cloud());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
          .isEqualTo("rwx------");
      assertThat(LocalCloud.status(deep)).isPresent();

      ProcessHandle cloud = ProcessHandle.of(status.pid()).orElseThrow();
      cloud.destroyForcibly();
      Until.holds("the cloud is dead", LocalWorld.START_MAX, () -> !cloud.isAlive());
      CloudStatus next = LocalCloud.start(deep, CloudMain.command(deep));
      assertThat(place).as("left by the one that died").doesNotExist();

      assertThat(LocalCloud.stop(deep)).isTrue();
      assertThat(Path.of(next.socket()).getParent()).doesNotExist();
    } finally {
      LocalCloud.stop(deep);
    }
  }

  /** It listened on a port, of which its file tells. */
  @Test
  void aCloudOfAnOlderVersionIsNamedAndCanBeStopped() throws Exception {
    CloudStatus status = world.start();
    String file = Files.readString(world.home.daemonFile());
    Durable.write(
        world.home.daemonFile(),
        file.replaceFirst("\"socket\" *: *\"[^\"]*\"", "\"port\": 4711")
            .getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> world.provider.observe(world.web))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("process " + status.pid())
        .hasMessageContaining("older version; run 'repave local stop'");
    assertThat(LocalCloud.stop(world.home)).isTrue();
    assertThat(ProcessHandle.of(status.pid())).isNotPresent();
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
