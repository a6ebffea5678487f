package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.ImagesContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LocalImagesIT extends ImagesContract {
  @TempDir Path temp;

  @Override
  protected Subject createSubject() throws Exception {
    LocalHome home = new LocalHome(temp.resolve("home"));
    LocalBaker baker = new LocalBaker(home, Clock.systemUTC(), "/usr/bin:/bin");
    Path folder = Files.createDirectories(temp.resolve("recipe"));
    return new Subject(
        new ImageStore(home, Clock.systemUTC()),
        bake(baker, folder, "1"),
        bake(baker, folder, "2"));
  }

  private static ImageId bake(LocalBaker baker, Path folder, String version) throws Exception {
    Recipe recipe =
        new Recipe(
            "hello",
            "app",
            version,
            new Base.Host(),
            List.of(),
            List.of(),
            List.of(),
            List.of("true"),
            new Recipe.HealthCheck("/health", Duration.ofSeconds(1), Duration.ofSeconds(1)),
            List.of(),
            "owner");
    return baker.bake(recipe, folder, line -> {}).id();
  }

  @AfterEach
  void removeReadOnlyTrees() throws IOException {
    Durable.deleteTree(temp.resolve("home"));
  }
}
