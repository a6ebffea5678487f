package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does something to each of many blocks, so many at once and no more. The one layer that repeats
 * calls for blocks; the first failure stops all.
 */
final class BlockWindow {
  /**
   * Blocks in flight in one region: at 100 ms a block 640 a second, below the 1000 that an account
   * may put; more of them stalled for others on lines out of AWS. 32 MiB of buffers.
   */
  static final int WORKERS = 64;

  /** Tries of one block: with these pauses about 20 s of throttling. */
  private static final int TRIES_MAX = 8;

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  /** Blocks that were refused at the same time do not come back at the same time. */
  private static final int SPREAD = 16;

  private final Patience patience;

  BlockWindow(Patience patience) {
    this.patience = patience;
  }

  /** What is done to one block. */
  interface Work {
    /**
     * Does it.
     *
     * @param buffer as long as a block, the worker's own
     */
    void at(int index, byte[] buffer) throws ProviderException, BakeException, IOException;
  }

  /** Does it to all; returns when all is done, or throws once nobody works any more. */
  void run(String name, Collection<Integer> indexes, Work work)
      throws ProviderException, BakeException {
    Queue<Integer> left = new ConcurrentLinkedQueue<>(indexes);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < Math.min(WORKERS, indexes.size()); i++) {
      Thread worker = new Thread(() -> work(left, work, failure), name + "-" + i);
      worker.setDaemon(true);
      workers.add(worker);
    }
    workers.forEach(Thread::start);
    boolean interrupted = join(workers);
    rethrow(failure.get());
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new BakeException("publishing was interrupted; run it again");
    }
  }

  private static void work(
      Queue<Integer> left, Work work, AtomicReference<@Nullable Throwable> failure) {
    byte[] buffer = new byte[Blocks.BLOCK];
    try {
      for (Integer index = left.poll(); index != null; index = left.poll()) {
        if (failure.get() != null) {
          return;
        }
        work.at(index, buffer);
      }
    } catch (Throwable failed) {
      // Whatever it is, it belongs to whoever waits for the workers.
      failure.compareAndSet(null, failed);
    }
  }

  /** Waits until all have ended; interrupted, it interrupts them, and answers so. */
  static boolean join(List<Thread> workers) {
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException stop) {
          interrupted = true;
          workers.forEach(Thread::interrupt);
        }
      }
    }
    return interrupted;
  }

  /** Throws what a worker failed with, if it did, in the thread that waited for it. */
  static void rethrow(@Nullable Throwable failed) throws ProviderException, BakeException {
    if (failed == null) {
      return;
    }
    if (failed instanceof ProviderException known) {
      throw known;
    }
    if (failed instanceof BakeException known) {
      throw known;
    }
    if (failed instanceof Error error) {
      throw error;
    }
    if (failed instanceof RuntimeException bug) {
      throw bug;
    }
    throw new BakeException("the disk cannot be read: " + failed.getMessage());
  }

  /**
   * Repeats what may be repeated without harm.
   *
   * @param unknownUntil until then a snapshot that is not found may still appear
   */
  <T> T insist(int index, Instant unknownUntil, Patience.Again<T> call)
      throws ProviderException, BakeException {
    Duration pause = PAUSE;
    for (int tries = 1; ; tries++) {
      try {
        return call.run();
      } catch (ProviderException e) {
        boolean young =
            e.failure().kind() == Failure.Kind.GONE && patience.now().isBefore(unknownUntil);
        if (!young && (tries >= TRIES_MAX || !Patience.passing(e))) {
          throw e;
        }
      }
      patience.pause(pause.plus(pause.multipliedBy(index % SPREAD).dividedBy(SPREAD)));
      pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }
  }
}
