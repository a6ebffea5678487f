package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.port.BakerContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Bakes with real commands. */
class LocalBakerContractIT extends BakerContract {
  private Optional<LocalHome> home = Optional.empty();

  @Override
  protected Subject createSubject(Path folder) {
    LocalHome fresh = new LocalHome(folder);
    home = Optional.of(fresh);
    return new Subject(
        new LocalBaker(fresh, Clock.systemUTC(), "/usr/bin:/bin"),
        new ImageStore(fresh, Clock.systemUTC()),
        new Base.Host());
  }

  @AfterEach
  void removeReadOnlyTrees() throws IOException {
    Durable.deleteTree(home.orElseThrow().root());
  }
}
