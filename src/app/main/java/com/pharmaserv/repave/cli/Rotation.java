package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works on fleets in the order of their files, several at a time. After one that does not succeed
 * no other begins; those that are under way are brought to their ends.
 */
final class Rotation {
  private final int parallel;
  private final Consumer<String> note;
  private final AtomicReference<@Nullable Failed> first = new AtomicReference<>();

  /**
   * A rotation.
   *
   * @param parallel most fleets at a time
   * @param note told a line about each fleet that does not succeed
   */
  Rotation(int parallel, Consumer<String> note) {
    this.parallel = parallel;
    this.note = note;
  }

  /** What is done with one fleet; anything but {@link ExitCode#DONE} stops the rotation. */
  interface Work {
    int on(Environment environment, Fleet fleet) throws Exception;
  }

  private record Failed(int code, Optional<Exception> why) {}

  /** Works on all fleets; the exit code, or the exception, is that of the first that failed. */
  int run(List<Environment> environments, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    List<Future<?>> flights = new ArrayList<>();
    try {
      for (Environment environment : environments) {
        for (Fleet fleet : environment.fleets()) {
          flights.add(pool.submit(() -> one(environment, fleet, work)));
        }
      }
      for (Future<?> flight : flights) {
        flight.get();
      }
    } finally {
      pool.shutdownNow();
    }
    Optional<Failed> failed = Optional.ofNullable(first.get());
    if (failed.flatMap(Failed::why).isPresent()) {
      throw failed.get().why().get();
    }
    return failed.map(Failed::code).orElse(ExitCode.DONE);
  }

  private void one(Environment environment, Fleet fleet, Work work) {
    if (first.get() != null) {
      return;
    }
    try {
      int code = work.on(environment, fleet);
      if (code != ExitCode.DONE) {
        failed(fleet, new Failed(code, Optional.empty()));
      }
    } catch (Exception why) {
      failed(fleet, new Failed(ExitCode.FAILED, Optional.of(why)));
    }
  }

  private void failed(Fleet fleet, Failed failed) {
    boolean others = !first.compareAndSet(null, failed);
    // The first one's exception becomes the command's own message.
    String why = others ? failed.why().map(e -> ": " + e.getMessage()).orElse("") : "";
    note.accept("repave: " + fleet.id() + " did not succeed; the rotation stops here" + why);
  }
}
