package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The waits and repeats of one bake: bounded, and told what for, since when and until when. */
final class Patience {
  /** Tries of one effect whose outcome is not known. */
  static final int TRIES_MAX = 5;

  /** Waits shorter than this are not reported. */
  private static final Duration UNTOLD_MAX = Duration.ofSeconds(10);

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

  private final Time time;
  private final Says says;
  private final Instant end;

  /**
   * Begins a bake.
   *
   * @param bound for the whole of it; no single wait goes beyond
   */
  Patience(Time time, Says says, Duration bound) {
    this.time = time;
    this.says = says;
    this.end = time.now().plus(bound);
  }

  /** Looks whether it is there; empty while it is not. */
  interface Look<T> {
    Optional<T> now() throws ProviderException, BakeException;
  }

  /** An effect that may be carried out again without harm. */
  interface Again<T> {
    T run() throws ProviderException;
  }

  Instant now() {
    return time.now();
  }

  /**
   * Looks until it is there.
   *
   * @param what completes the sentence "waiting for …"
   * @param bound after which it is a failure
   * @param between two looks
   * @param remedy what to do if it never comes
   */
  <T> T until(String what, Duration bound, Duration between, String remedy, Look<T> look)
      throws ProviderException, BakeException {
    Instant since = time.now();
    Instant latest = since.plus(bound).isBefore(end) ? since.plus(bound) : end;
    Optional<T> found = glance(look);
    if (found.isPresent()) {
      return found.get();
    }
    boolean told = false;
    while (time.now().isBefore(latest)) {
      if (!told && !time.now().isBefore(since.plus(UNTOLD_MAX))) {
        told = true;
        says.line(
            "waiting for %s, since %s, until %s at the latest"
                .formatted(
                    what,
                    since.truncatedTo(ChronoUnit.SECONDS),
                    latest.truncatedTo(ChronoUnit.SECONDS)));
      }
      pause(between);
      found = glance(look);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new ProviderException(
        Failure.Kind.UNKNOWN_OUTCOME,
        "waited for %s from %s to %s in vain; %s"
            .formatted(
                what,
                since.truncatedTo(ChronoUnit.SECONDS),
                latest.truncatedTo(ChronoUnit.SECONDS),
                remedy));
  }

  /** A look that AWS refused for its rate, or whose answer got lost, saw nothing. */
  private static <T> Optional<T> glance(Look<T> look) throws ProviderException, BakeException {
    try {
      return look.now();
    } catch (ProviderException e) {
      if (passing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Carries out an effect that is found again by its name or token, so that trying it once more
   * after a lost answer cannot do it twice.
   */
  <T> T insist(Again<T> effect) throws ProviderException, BakeException {
    for (int tries = 1; ; tries++) {
      try {
        return effect.run();
      } catch (ProviderException e) {
        if (tries == TRIES_MAX || !passing(e)) {
          throw e;
        }
        says.line("trying again: " + e.getMessage());
        pause(BETWEEN_TRIES.multipliedBy(tries));
      }
    }
  }

  static boolean passing(ProviderException e) {
    return switch (e.failure().kind()) {
      case THROTTLED, UNKNOWN_OUTCOME -> true;
      case GONE, DENIED, CREDENTIALS, CONFLICT, CAPACITY -> false;
    };
  }

  void pause(Duration span) throws BakeException {
    try {
      time.sleepUntil(time.now().plus(span));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BakeException("the bake was interrupted; bake again");
    }
  }
}
