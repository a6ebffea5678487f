package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits until whoever drives a fleet has heard a word. */
final class Listening {
  /** An engine looks into its inbox at every turn; a turn takes a few seconds at most. */
  static final Duration MAX = Duration.ofSeconds(45);

  private static final Duration LOOK = Duration.ofMillis(100);

  private Listening() {}

  /** One look at what came of the word; empty as long as nothing did. */
  interface Look<T> {
    Optional<T> look() throws RepaveException, IOException, InterruptedException;
  }

  /** What came of it; empty if nothing did within {@link #MAX}. */
  static <T> Optional<T> until(Time time, Look<T> look)
      throws RepaveException, IOException, InterruptedException {
    Instant bound = time.now().plus(MAX);
    while (time.now().isBefore(bound)) {
      Optional<T> answer = look.look();
      if (answer.isPresent()) {
        return answer;
      }
      time.sleepUntil(time.now().plus(LOOK));
    }
    return Optional.empty();
  }
}
