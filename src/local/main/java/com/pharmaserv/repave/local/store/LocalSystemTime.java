package com.pharmaserv.repave.local.store;

import java.time.Duration;
import java.util.Optional;

/** Real waiting on this machine, always bounded. */
public final class LocalSystemTime {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private LocalSystemTime() {}

  /** A look that may fail, and may not find anything yet. */
  @FunctionalInterface
  public interface Look<T, E extends Exception> {
    Optional<T> find() throws E;
  }

  /** A question that may fail to be answered. */
  @FunctionalInterface
  public interface Condition<E extends Exception> {
    boolean holds() throws E;
  }

  /** Asks again and again until it holds; false if it did not within the bound. */
  public static <E extends Exception> boolean await(
      Duration bound, Duration pause, Condition<E> condition) throws E, InterruptedException {
    return LocalSystemTime.<Boolean, E>find(
            bound, pause, () -> condition.holds() ? Optional.of(true) : Optional.empty())
        .isPresent();
  }

  /** Looks again and again until something is found; empty if nothing was within the bound. */
  public static <T, E extends Exception> Optional<T> find(
      Duration bound, Duration pause, Look<T, E> look) throws E, InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    Optional<T> found = look.find();
    while (found.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        break;
      }
      Thread.sleep(Math.max(1, Math.min(left, pause.toNanos()) / NANOS_PER_MILLI));
      found = look.find();
    }
    return found;
  }
}
