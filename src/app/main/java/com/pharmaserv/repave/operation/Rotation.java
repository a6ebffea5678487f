package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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
  private final AtomicReference<@Nullable End> first = new AtomicReference<>();

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

  /** What is done with one fleet; anything but {@link Outcome#DONE} stops the rotation. */
  interface Work {
    Outcome on(Place place, Fleet fleet)
        throws RepaveException, IOException, InterruptedException, HalfDoneException;
  }

  /**
   * How the first fleet ended that did not succeed, or that all did.
   *
   * @param failure what went wrong, where it was more than a bad outcome
   */
  record End(Outcome outcome, Optional<Exception> failure) {}

  /** Works on all fleets. */
  End run(List<Place> places, Work work) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    List<Future<?>> flights = new ArrayList<>();
    try {
      for (Place place : places) {
        for (Fleet fleet : place.environment().fleets()) {
          flights.add(pool.submit(() -> one(place, fleet, work)));
        }
      }
      for (Future<?> flight : flights) {
        flight.get();
      }
    } catch (ExecutionException bug) {
      throw new IllegalStateException("a flight ended with an error", bug);
    } finally {
      pool.shutdownNow();
    }
    return Optional.ofNullable(first.get()).orElse(new End(Outcome.DONE, Optional.empty()));
  }

  private void one(Place place, Fleet fleet, Work work) {
    if (first.get() != null) {
      return;
    }
    try {
      Outcome outcome = work.on(place, fleet);
      if (outcome != Outcome.DONE) {
        failed(fleet, new End(outcome, Optional.empty()));
      }
    } catch (HalfDoneException half) {
      failed(fleet, new End(Outcome.FAILED, Optional.of(half.failure())));
    } catch (Exception why) {
      failed(fleet, new End(Outcome.FAILED, Optional.of(why)));
    }
  }

  private void failed(Fleet fleet, End failed) {
    boolean others = !first.compareAndSet(null, failed);
    // The first one's failure becomes the operation's own message.
    String why = others ? failed.failure().map(e -> ": " + e.getMessage()).orElse("") : "";
    note.accept("repave: %s did not succeed; the rotation stops here%s".formatted(fleet.id(), why));
  }
}
