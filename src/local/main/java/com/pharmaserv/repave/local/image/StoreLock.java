package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.local.store.FileLocks;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Whoever holds it, and has the turn in this process, puts images into the store. */
final class StoreLock {
  /** Longer than a bake with several slow commands; a dead one gives up its lock at once. */
  private static final Duration LOCK_MAX = Duration.ofMinutes(30);

  /** The turn of this process's threads, which the lock does not tell apart. */
  static final Object TURN = new Object();

  private StoreLock() {}

  static FileLocks.Held take(LocalHome home, Says says) throws IOException, InterruptedException {
    Path file = home.images().resolve(".lock");
    Optional<FileLocks.Held> held = FileLocks.attempt(file);
    if (held.isPresent()) {
      return held.get();
    }
    says.line("waiting for another bake in '" + home.images() + "'");
    return FileLocks.await(file, LOCK_MAX)
        .orElseThrow(
            () ->
                new IOException(
                    "another bake has held '" + file + "' for " + LOCK_MAX.toMinutes() + " min"));
  }
}
