package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The same step in all regions at once. */
final class InRegions {
  private InRegions() {}

  /** A step in one region. */
  interface Step {
    void in(RegionPublication region) throws ProviderException, BakeException;
  }

  /** Takes the step everywhere; the first failure stops the others, and is thrown at the end. */
  static void each(List<RegionPublication> regions, Step step)
      throws ProviderException, BakeException {
    if (regions.size() == 1) {
      step.in(regions.get(0));
      return;
    }
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (RegionPublication region : regions) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  step.in(region);
                } catch (Throwable failed) {
                  // Whatever it is, it belongs to whoever waits for the regions.
                  if (failure.compareAndSet(null, failed)) {
                    threads.forEach(other -> stop(other));
                  }
                }
              },
              "repave-publish-" + region.region());
      thread.setDaemon(true);
      threads.add(thread);
    }
    List.copyOf(threads).forEach(Thread::start);
    boolean interrupted = BlockWindow.join(threads);
    BlockWindow.rethrow(failure.get());
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new BakeException("publishing was interrupted; run it again");
    }
  }

  private static void stop(Thread other) {
    if (other != Thread.currentThread()) {
      other.interrupt();
    }
  }
}
