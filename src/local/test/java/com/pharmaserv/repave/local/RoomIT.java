package com.pharmaserv.repave.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.local.image.Apart;
import com.pharmaserv.repave.local.image.ImageStore;
import com.pharmaserv.repave.local.machine.Room;
import com.pharmaserv.repave.local.tls.Contexts;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Machines of a real Debian image on the local cloud, each in a room of its own. */
@Tag("disks")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomIT {
  private static final String PATH = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
  private static final int CLIENTS = 8;
  private static final int REQUESTS = 150;

  private Path folder;
  private LocalWorld world;
  private ImageId one;
  private ImageId two;
  private int number;

  @BeforeAll
  void publish() throws Exception {
    DebianTree.requireTools();
    // Under the build's folder and not /tmp, which may be small and in memory.
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    folder = Files.createTempDirectory(target, "rooms, with:odd names");
    world = new LocalWorld(folder);
    List<String> said = new ArrayList<>();
    one = world.provider.publish(DebianTree.finished(folder, "1"), said::add).id();
    two = world.provider.publish(DebianTree.finished(folder, "2"), said::add).id();
    assertThat(said).anyMatch(line -> line.startsWith("kept as '"));
    world.start();
  }

  @AfterEach
  void leaveNoMachines() throws Exception {
    LocalCloud.stop(world.home);
    Files.deleteIfExists(world.home.stateFile());
    world.start();
  }

  @AfterAll
  void stop() throws Exception {
    if (world != null) {
      LocalCloud.stop(world.home);
      Apart.remove(PATH, folder);
    }
  }

  @Test
  void machinesServeThroughTheBalancerAndSeeNothingOfThisMachine() throws Exception {
    GenerationId id = serve(one, 2);
    String first = get("/look");

    assertThat(DebianTree.value(first, "who")).contains("www-data a  b /var/www /run/who");
    assertThat(DebianTree.value(first, "hostname"))
        .hasValueSatisfying(name -> assertThat(name).isIn(id + "-m1", id + "-m2"));
    assertThat(Integer.parseInt(DebianTree.value(first, "processes").orElseThrow())).isLessThan(9);
    assertThat(DebianTree.value(first, "root").orElseThrow())
        .contains("/etc")
        .doesNotContain("/" + folder.getName(0));
    assertThat(DebianTree.value(first, "home")).contains("/home/* /root/*");
    assertThat(DebianTree.value(first, "network")).contains("lo");
    assertThat(DebianTree.value(first, "privileges")).contains("1");
    assertThat(DebianTree.value(first, "kernel")).contains("closed");
    assertThat(DebianTree.value(first, "memory")).contains("bounded");
    assertThat(DebianTree.value(first, "files")).contains("bounded");
    assertThat(log(id)).contains("machine: not started here: chatter.service");
  }

  @Test
  void whatMachinesWriteIsTheirsAlone() throws Exception {
    serve(one, 2);
    List<String> looks = List.of(get("/look"), get("/look"));

    assertThat(looks.get(0)).isNotEqualTo(looks.get(1));
    for (String look : looks) {
      assertThat(DebianTree.value(look, "own files")).as(look).contains("written");
      assertThat(DebianTree.value(look, "own folders")).as(look).contains("replaced");
    }
    Path tree = tree(one);
    assertThat(tree.resolve("usr/lib/look")).exists();
    assertThat(tree.resolve("usr/lib/changed")).doesNotExist();
    assertThat(tree.resolve("etc/nginx/sites-available/default")).exists();
    assertThat(tree.resolve("etc/machine-id")).isEmptyFile();
  }

  @Test
  void nothingFailsWhileOneImageTakesOverFromAnother() throws Exception {
    GenerationId before = serve(one, 2);
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger();
    Queue<String> bad = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client = new Thread(() -> ask(stopped, done, bad));
      client.start();
      clients.add(client);
    }
    try {
      GenerationId after = launch(two, Slot.GREEN, 2);
      untilDone(done, REQUESTS);
      world.shift(new Weights(100, 0), new Weights(50, 50), world.newEpoch());
      untilDone(done, REQUESTS);
      world.shift(new Weights(50, 50), new Weights(0, 100), world.newEpoch());
      world.remove(world.web, before);
      untilDone(done, REQUESTS);
      assertThat(get("/version")).isEqualTo("2");
      assertThat(world.generation(world.web, after).serving()).isEqualTo(2);
    } finally {
      stopped.set(true);
      for (Thread client : clients) {
        client.join();
      }
    }
    assertThat(bad).isEmpty();
    assertThat(done.get()).isGreaterThan(3 * REQUESTS);
  }

  @Test
  void machinesEndWithTheirCloudHoweverItEnds() throws Exception {
    GenerationId id = serve(one, 2);
    assertThat(world.machineProcesses()).hasSizeGreaterThanOrEqualTo(2);
    List<Long> inside = processesIn(id);
    assertThat(inside).hasSizeGreaterThan(6);
    ProcessHandle cloud =
        ProcessHandle.of(LocalCloud.status(world.home).orElseThrow().pid()).orElseThrow();
    cloud.destroyForcibly();

    Until.holds(
        "nothing of the machines is left",
        LocalWorld.START_MAX,
        () -> inside.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
    world.start();
    world.untilServing(world.web, id, 2);
    assertThat(get("/health")).isEqualTo("healthy");
  }

  @Test
  void aMachineThatIsNoLongerWantedEndsAtOnceAndKeepsItsLog() throws Exception {
    GenerationId id = serve(one, 1);
    List<Long> inside = processesIn(id);
    long began = System.nanoTime();
    world.provider.resize(
        world.web, new Resize(id, 0), LocalWorld.stamp(world.web, world.newEpoch()));
    Until.holds(
        "the machine is gone",
        LocalWorld.START_MAX,
        () -> inside.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    Path ended = world.home.machines().resolve(LocalWorld.ENVIRONMENT.name()).resolve(".ended");
    Until.holds(
        "its log is kept", LocalWorld.START_MAX, () -> Files.exists(ended.resolve(id + "-m1.log")));
  }

  @Test
  void aSystemWithoutNamespacesIsToldSo(@TempDir Path tools) throws Exception {
    Path bwrap = tools.resolve("bwrap");
    Files.writeString(bwrap, "#!/bin/sh\necho bwrap: no permission to do so\nexit 1\n");
    Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path scratch = folder.resolve("scratch");

    assertThat(Room.trouble(tools + ":" + PATH, tree(one), scratch))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("no namespaces (bwrap: no permission to do so)")
                    .contains("kernel.apparmor_restrict_unprivileged_userns=0"));
    assertThat(Room.trouble(PATH, tree(one), scratch)).isEmpty();
    assertThat(scratch).doesNotExist();
  }

  @Test
  void anImageThatStartsInAWayThatIsNotDoneHereIsRefusedWithItsUnit() throws Exception {
    Path unit = tree(two).resolve("etc/systemd/system/who.service");
    String text = Files.readString(unit);
    Files.writeString(unit, text + "EnvironmentFile=/etc/default/who\n");
    try {
      assertThatThrownBy(() -> launch(two, Slot.BLUE, 1))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("unit 'who.service' has 'EnvironmentFile='");
      assertThat(world.provider.observe(world.web).generations()).isEmpty();
    } finally {
      Files.writeString(unit, text);
    }
  }

  @Test
  void halfOfAnImageIsReplacedByAWholeOne() throws Exception {
    Path left = Files.createDirectories(world.home.images().resolve(".keeping/tree/etc"));
    Files.writeString(left.resolve("half"), "of another one");
    Image image = world.provider.publish(DebianTree.finished(folder, "3"), line -> {});

    assertThat(tree(image.id()).resolve("etc/nginx/app.conf")).exists();
    assertThat(tree(image.id()).resolve("etc/half")).doesNotExist();
    assertThat(world.home.images().resolve(".keeping")).doesNotExist();
  }

  /** Everything above, with the ids of this user; only where the tests themselves run as root. */
  @Test
  void anOrdinaryUserNeedsNoMoreThanALineInSubuid() throws Exception {
    Assumptions.assumeTrue(Shell.root(), "runs as an ordinary user anyway");
    Optional<String> user = RoomMain.ordinaryUser();
    Assumptions.assumeTrue(user.isPresent(), "no ordinary user with a line in /etc/subuid");
    Path own = Files.createTempDirectory(folder.getParent(), "rooms-of-user");
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
    String said;
    try {
      said = RoomMain.runAs(user.get(), own);
    } finally {
      Apart.remove(PATH, own);
    }
    assertThat(DebianTree.value(said, "who")).contains("www-data a  b /var/www /run/who");
    assertThat(DebianTree.value(said, "own files")).contains("written");
    assertThat(DebianTree.value(said, "own folders")).contains("replaced");
    assertThat(DebianTree.value(said, "kernel")).contains("closed");
    assertThat(DebianTree.value(said, "memory")).contains("bounded");
    assertThat(DebianTree.value(said, "left")).as(said).contains("nothing");
  }

  private GenerationId serve(ImageId image, int machines) throws Exception {
    GenerationId id = launch(image, Slot.BLUE, machines);
    world.shift(Weights.NONE, new Weights(100, 0), world.newEpoch());
    return id;
  }

  private GenerationId launch(ImageId image, Slot slot, int machines) throws Exception {
    number++;
    GenerationId id = world.launch(world.web, number, Optional.of(slot), image, machines);
    world.untilServing(world.web, id, machines);
    return id;
  }

  private Path tree(ImageId image) throws Exception {
    return new ImageStore(world.home, Clock.systemUTC()).stored(image).orElseThrow().tree();
  }

  private String log(GenerationId id) throws IOException {
    return Files.readString(
        world.home.machines().resolve(LocalWorld.ENVIRONMENT.name()).resolve(id + "-m1/log"));
  }

  /** All that descends from the machines' processes, whatever it is called in there. */
  private List<Long> processesIn(GenerationId id) throws Exception {
    assertThat(world.generation(world.web, id).machines()).isNotEmpty();
    try (Stream<ProcessHandle> all =
        world.machineProcesses().stream()
            .flatMap(pid -> ProcessHandle.of(pid).stream())
            .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))) {
      return all.map(ProcessHandle::pid).distinct().toList();
    }
  }

  private static void untilDone(AtomicInteger done, int more) {
    int enough = done.get() + more;
    Until.holds(more + " more requests", LocalWorld.START_MAX, () -> done.get() >= enough);
  }

  private void ask(AtomicBoolean stopped, AtomicInteger done, Queue<String> bad) {
    while (!stopped.get()) {
      try {
        String version = get("/version");
        if (!version.matches("[12]")) {
          bad.add(version);
        }
      } catch (Exception e) {
        bad.add(e.toString());
      }
      done.incrementAndGet();
    }
  }

  private String get(String path) throws Exception {
    return get(world, path);
  }

  /** Through the balancer, on a connection of its own. */
  static String get(LocalWorld world, String path) throws Exception {
    int port = world.provider.balancer(LocalWorld.ENVIRONMENT).port();
    SSLContext trust = Contexts.client(world.home.caCertificate());
    try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: hello.localhost\r\nConnection: close\r\n\r\n"
                  .formatted(path)
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int body = answer.indexOf("\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      return answer.substring(body + 4);
    }
  }
}
