package com.pharmaserv.repave.debian.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.debian.archive.PackageStore.Wanted;
import com.pharmaserv.repave.debian.lock.LockException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror may lie, lose files, or break off; what is kept is always what the lock says. */
final class PackageStoreTest {
  private static final byte[] GOOD = "a package".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private final Map<String, byte[]> mirror = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private HttpServer server;
  private PackageStore store;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          asked.merge(path, 1, Integer::sum);
          byte[] content = mirror.get(path);
          try (exchange) {
            if (content == null) {
              exchange.sendResponseHeaders(404, -1);
            } else if (path.equals("/broken-off")) {
              exchange.sendResponseHeaders(200, content.length + 100L);
              exchange.getResponseBody().write(content);
            } else {
              exchange.sendResponseHeaders(200, content.length);
              exchange.getResponseBody().write(content);
            }
          }
        });
    server.start();
    store = new PackageStore(folder.resolve("packages"));
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void fetchesWhatIsMissingOnce() throws LockException, IOException {
    mirror.put("/good", GOOD);
    store.fetch(List.of(wanted("/good", GOOD.length)), line -> {});
    store.fetch(List.of(wanted("/good", GOOD.length)), line -> {});
    assertThat(Files.readAllBytes(store.path(hash()))).isEqualTo(GOOD);
    assertThat(asked).containsOnly(Map.entry("/good", 1));
  }

  @Test
  void refusesAFileWithAnotherHash() {
    mirror.put("/lie", "a pakcage".getBytes(StandardCharsets.UTF_8));
    refused("/lie", GOOD.length, "is not what the lock says of openssl 3.5");
  }

  @Test
  void refusesAFileThatIsTooShort() {
    mirror.put("/short", "a pack".getBytes(StandardCharsets.UTF_8));
    refused("/short", GOOD.length, "is not what the lock says");
  }

  @Test
  void refusesAFileThatNeverEnds() {
    mirror.put("/long", new byte[300_000]);
    refused("/long", GOOD.length, "more than the 9 bytes");
  }

  @Test
  void refusesAnAnswerThatBreaksOff() {
    mirror.put("/broken-off", GOOD);
    refused("/broken-off", GOOD.length, "cannot fetch");
  }

  @Test
  void saysWhatToDoWhenTheArchiveHasMovedOn() {
    refused("/gone", GOOD.length, "answers 404 for openssl 3.5");
  }

  @Test
  void saysWhoCannotBeReached() {
    server.stop(0);
    refused("/good", GOOD.length, "cannot fetch 'http://127.0.0.1");
  }

  private void refused(String path, long size, String complaint) {
    assertThatThrownBy(() -> store.fetch(List.of(wanted(path, size)), line -> {}))
        .isInstanceOf(LockException.class)
        .hasMessageContaining(complaint);
    assertThat(store.path(hash())).doesNotExist();
    try (Stream<Path> left = Files.list(store.folder())) {
      assertThat(left).as("nothing half done").isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Wanted wanted(String path, long size) {
    String url = "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    return new Wanted("openssl 3.5", url, size, hash());
  }

  private static String hash() {
    return Canonical.hex(Canonical.sha256().digest(GOOD));
  }
}
