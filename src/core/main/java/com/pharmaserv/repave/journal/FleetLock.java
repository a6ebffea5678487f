package com.pharmaserv.repave.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one reader-writer at a time at a fleet's small files, across processes and threads. */
final class FleetLock {
  private final ReentrantLock threads = new ReentrantLock();

  /** What is done under the lock. */
  interface Work<T, X extends Exception> {
    T run() throws IOException, X;
  }

  <T, X extends Exception> T locked(Path folder, String name, Work<T, X> work)
      throws IOException, X {
    PrivateFiles.directory(folder);
    Path file = folder.resolve(name + ".lock");
    PrivateFiles.createIfMissing(file);
    threads.lock();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("lock on " + folder.resolve(name) + " is not valid");
      }
      return work.run();
    } finally {
      threads.unlock();
    }
  }
}
