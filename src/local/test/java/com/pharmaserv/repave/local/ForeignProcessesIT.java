package com.pharmaserv.repave.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.local.wire.CloudStatus;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Slot;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What other processes of the machine can do to the local cloud and learn from it: nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignProcessesIT {
  private static final int SQUATTERS = 64;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
  private static final long NOISE_BYTES_MAX = 10_000;

  private LocalWorld world;
  private CloudStatus status;

  @BeforeAll
  void startCloud(@TempDir Path folder) throws Exception {
    world = new LocalWorld(folder);
    ImageId image = world.bake("1");
    List<String> careless = new ArrayList<>(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh"));
    careless.addAll(CloudMain.command(world.home));
    status = LocalCloud.start(world.home, careless);
    GenerationId id = world.launch(world.web, 1, Optional.of(Slot.BLUE), image, 1);
    world.untilServing(world.web, id, 1);
  }

  @AfterAll
  void stopCloud() throws Exception {
    LocalCloud.stop(world.home);
  }

  @Test
  void unfinishedRequestsOfOthersHinderNobody() throws Exception {
    String head = "POST /v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    List<String> beginnings =
        List.of(
            head + "Content-Length: 1000\r\n\r\nx",
            head + "Transfer-Encoding: chunked\r\n\r\n5\r\nx",
            head,
            "");
    List<SocketChannel> open = new ArrayList<>();
    try {
      for (int i = 0; i < SQUATTERS; i++) {
        open.add(sent(beginnings.get(i % beginnings.size())));
      }
      for (int i = 0; i < 5; i++) {
        long before = System.nanoTime();
        assertThat(LocalCloud.status(world.home)).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(ANSWER_MAX);
      }
    } finally {
      for (SocketChannel socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void noiseOfOthersLeavesNoTraceInTheLog() throws Exception {
    long before = Files.size(world.home.log());
    String long64k = "x".repeat(64 * 1024);
    for (int i = 0; i < 200; i++) {
      for (String noise :
          List.of(
              "POST /v1/stop HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999\r\n\r\nx",
              "POST /v1/stop HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
              "POST /v1/stop HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
              "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
              "\u0016\u0003\u0001\u0002\u0000",
              "GET " + long64k)) {
        try (SocketChannel socket = sent(noise)) {
          socket.shutdownOutput();
        } catch (IOException hungUp) {
          // Which is all that it deserves.
        }
      }
    }
    assertThat(LocalCloud.status(world.home)).isPresent();
    String log = Files.readString(world.home.log());
    assertThat(Files.size(world.home.log()) - before).as(log).isLessThan(NOISE_BYTES_MAX);
    assertThat(log).doesNotContain("\tat ");
  }

  private SocketChannel sent(String text) throws IOException {
    SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(status.socket()));
    socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    return socket;
  }

  /** The machines have the cloud's user, who may read its environment. */
  @Test
  void theCloudHasNothingOfItsCallersEnvironmentButWhatItNeeds() throws Exception {
    Path environ = Path.of("/proc", Long.toString(status.pid()), "environ");
    List<String> names =
        Stream.of(Files.readString(environ, StandardCharsets.ISO_8859_1).split("\0"))
            .filter(variable -> !variable.isEmpty())
            .map(variable -> variable.substring(0, variable.indexOf('=')))
            .toList();

    assertThat(names)
        .isSubsetOf(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "TMPDIR",
            "TZ",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "JAVA_HOME",
            "LD_LIBRARY_PATH",
            "PWD",
            "SHLVL",
            "_");
  }

  /** Whatever the umask of those who start it: here, none at all. */
  @Test
  void filesBelongToTheirOwnerAlone() throws Exception {
    try (Stream<Path> all = Files.walk(world.home.root())) {
      for (Path path : all.filter(p -> !p.startsWith(world.home.images())).toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        assertThat(mode).as(path.toString()).isIn("rwx------", "rw-------", "r--------");
      }
    }
    try (Stream<Path> all = Files.walk(world.home.images())) {
      for (Path path : all.filter(p -> p.toString().contains("/tree")).toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        assertThat(mode).as(path.toString()).isIn("r-xr-xr-x", "r--r--r--");
      }
    }
  }
}
