package com.pharmaserv.repave.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The span of a stage that a person may pause. */
public record Pace(Span span, Optional<Pause> pause) {
  /** A person's pause. */
  public record Pause(String by, Instant since, Instant until) {}

  public static Pace of(Span span) {
    return new Pace(span, Optional.empty());
  }

  /** The pace of the next stage; a pause goes on. */
  public Pace next(Span following) {
    return new Pace(following, pause);
  }

  public Pace paused(Pause by) {
    return new Pace(span, Optional.of(by));
  }

  /** With that span; a pause lasts that much longer. */
  public Pace later(Span following, Duration by) {
    return new Pace(following, pause.map(p -> new Pause(p.by(), p.since(), p.until().plus(by))));
  }

  /** Goes on: the time of the pause does not count. */
  public Pace resumed(Instant now) {
    Span later =
        pause
            .map(p -> span.until(span.until().plus(Duration.between(p.since(), now))))
            .orElse(span);
    return of(later);
  }
}
