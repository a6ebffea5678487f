package com.pharmaserv.repave.local.store;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Locks between processes that end with the process that holds them. Threads of one process have to
 * be kept apart by their caller: closing any channel of a file, as a refused attempt does, gives up
 * the locks that the whole process holds on it (POSIX).
 */
public final class FileLocks {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private FileLocks() {}

  /** A lock that is held until it is closed. */
  public static final class Held implements AutoCloseable {
    private final FileChannel channel;

    private Held(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Takes the lock, unless somebody (of this process or another one) holds it. */
  public static Optional<Held> attempt(Path file) throws IOException {
    Durable.privateFile(file);
    FileChannel channel = FileChannel.open(file, WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new Held(channel));
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same answer as for another one.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  /** Takes the lock, waiting for it at most as long as the bound. */
  public static Optional<Held> await(Path file, Duration bound)
      throws IOException, InterruptedException {
    return LocalSystemTime.<Held, IOException>find(bound, PAUSE, () -> attempt(file));
  }
}
