package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * One read that many ask for: at most one is under way at a time, and everybody who asked shortly
 * after it began, or while it is under way and young enough, gets the same answer.
 */
final class Shared<T> {
  /**
   * One look under way that began too early, the one after it, and one more for whoever lost the
   * race for that: a look that begins after a caller asked always serves that caller.
   */
  private static final int LOOKS_MAX = 3;

  /** Longer than any walk of pages lasts within the clients' own bounds; in real time. */
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);

  private final String what;
  private final Time time;
  private final AtomicLong turns;
  private final Source<T> source;
  private Optional<Look<T>> latest = Optional.empty();
  private Optional<Seen<T>> good = Optional.empty();

  /**
   * A read that nobody has asked for yet.
   *
   * @param what for messages
   * @param turns numbers looks and effects in the order in which they begin; one for all that is to
   *     be compared
   */
  Shared(String what, Time time, AtomicLong turns, Source<T> source) {
    this.what = what;
    this.time = time;
    this.turns = turns;
    this.source = source;
  }

  /** The read itself. */
  interface Source<T> {
    T read() throws ProviderException;
  }

  /**
   * What a look has seen.
   *
   * @param began when; anything that happened earlier is in it
   * @param turn its place in the order of looks and effects
   */
  record Seen<T>(T value, Instant began, long turn) {
    <R> Seen<R> map(Function<T, R> part) {
      return new Seen<>(part.apply(value), began, turn);
    }
  }

  /** A look under way or done. */
  private record Look<T>(Instant began, long turn, CompletableFuture<Seen<T>> seen) {
    boolean serves(Instant earliest, long after) {
      return turn > after && !began.isBefore(earliest) && !seen.isCompletedExceptionally();
    }
  }

  /** What the latest finished look has seen, whenever that was. */
  synchronized Optional<T> peek() {
    return latest
        .map(Look::seen)
        .filter(seen -> seen.isDone() && !seen.isCompletedExceptionally())
        .map(seen -> seen.join().value());
  }

  /**
   * What is there.
   *
   * @param freshness how long before now the look may have begun
   * @param after the effect whose result must show: looks that began before it do not count
   */
  Seen<T> get(Duration freshness, long after) throws ProviderException {
    Instant earliest = time.now().minus(freshness);
    for (int i = 0; i < LOOKS_MAX; i++) {
      Look<T> look;
      boolean mine = false;
      boolean serves = true;
      synchronized (this) {
        Optional<Look<T>> fit = latest.filter(l -> l.serves(earliest, after));
        Optional<Look<T>> busy = latest.filter(l -> !l.seen().isDone());
        if (fit.isPresent()) {
          look = fit.get();
        } else if (busy.isPresent()) {
          look = busy.get();
          serves = false;
        } else {
          look = new Look<>(time.now(), turns.incrementAndGet(), new CompletableFuture<>());
          latest = Optional.of(look);
          mine = true;
        }
      }
      if (mine) {
        return read(look);
      }
      Optional<Seen<T>> seen = await(look, serves);
      if (seen.isPresent()) {
        return seen.get();
      }
    }
    throw new ProviderException(
        Failure.Kind.THROTTLED,
        what + " was read " + LOOKS_MAX + " times for others, never late enough; look again");
  }

  /**
   * What is there, of what others change and seldom: while it cannot be read, what was seen last.
   *
   * @param bearable how old that may be
   */
  T seldom(Duration freshness, Duration bearable) throws ProviderException {
    try {
      return get(freshness, 0).value();
    } catch (ProviderException unreadable) {
      synchronized (this) {
        Instant earliest = time.now().minus(bearable);
        return good.filter(seen -> !seen.began().isBefore(earliest))
            .orElseThrow(() -> unreadable)
            .value();
      }
    }
  }

  private Seen<T> read(Look<T> look) throws ProviderException {
    try {
      Seen<T> seen = new Seen<>(source.read(), look.began(), look.turn());
      synchronized (this) {
        good = Optional.of(seen);
      }
      look.seen().complete(seen);
      return seen;
    } catch (ProviderException failed) {
      look.seen().completeExceptionally(failed);
      throw failed;
    } finally {
      // Whatever went wrong, nobody may wait for this look any more.
      look.seen().completeExceptionally(new IllegalStateException(what + ": the reader ended"));
    }
  }

  /** Waits for somebody else's look; empty if it does not count for this caller. */
  private Optional<Seen<T>> await(Look<T> look, boolean serves) throws ProviderException {
    try {
      Seen<T> seen = look.seen().get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
      return serves ? Optional.of(seen) : Optional.empty();
    } catch (ExecutionException failed) {
      if (serves && failed.getCause() instanceof ProviderException e) {
        throw new ProviderException(e.failure().kind(), e.failure().message(), e);
      }
      return Optional.empty();
    } catch (TimeoutException e) {
      throw new ProviderException(
          Failure.Kind.THROTTLED, what + " was not read within " + WAIT_MAX.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME, "interrupted while " + what + " was read", e);
    }
  }
}
