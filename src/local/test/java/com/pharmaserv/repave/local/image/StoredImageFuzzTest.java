package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an image's folder that somebody changed are refused in words, or taken. */
class StoredImageFuzzTest {
  private static final ImageId ID = new ImageId("hello", "a".repeat(64));

  @TempDir Path folder;

  private ImageStore store;
  private Path image;

  @BeforeEach
  void bake() throws IOException {
    LocalHome home = new LocalHome(folder);
    home.prepare();
    store = new ImageStore(home, Clock.systemUTC());
    image = Files.createDirectories(store.folder(ID));
    Files.createDirectories(image.resolve(StoredImage.TREE));
    TreeMap<String, String> lock = new TreeMap<>();
    lock.put("hello.py", "b".repeat(64));
    StoredImage stored =
        new StoredImage(
            new Image(ID, "hello", "1", "ops", Instant.EPOCH, lock, Optional.empty()),
            List.of("python3", "hello.py"),
            new HealthCheck("/health", Duration.ofSeconds(1), Duration.ofSeconds(1)),
            image.resolve(StoredImage.TREE),
            Optional.of(new StoredImage.Root("repave-app.service", List.of("key.service"))));
    Durable.write(image.resolve(StoredImage.FILE), Json.write(stored.json()));
  }

  private void fuzz(String name, byte[] good) throws IOException {
    Path file = image.resolve(name);
    Fuzz.readers(
        List.of(good),
        input -> {
          Files.write(file, input);
          store.find(ID);
          store.list();
        },
        thrown -> thrown instanceof ProviderException);
  }

  @Test
  void images() throws IOException {
    fuzz(StoredImage.FILE, Files.readAllBytes(image.resolve(StoredImage.FILE)));
  }

  @Test
  void blocks() throws IOException {
    fuzz(
        StoredImage.BLOCK,
        Json.write(
            Json.object("reason", "CVE-2026-1", "by", "anna", "at", Instant.EPOCH.toString())));
  }

  @Test
  void releases() throws IOException {
    fuzz(
        StoredImage.RELEASE,
        Json.write(
            Json.object(
                "channel", "staging",
                "reason", "passed all",
                "by", "anna",
                "at", Instant.EPOCH.toString())));
  }
}
