package com.pharmaserv.repave.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * Knows how the looks at the world follow each other: whether nobody was there for a while, and how
 * old a look may be before it is looked again.
 *
 * <p>Both follow from how long looking takes. A fixed bound would either let a fast cloud be judged
 * by old facts or throw every look at a slow one away, for ever.
 */
public final class Vigil {
  /** A shorter absence changes nothing: no stage's patience is near it. */
  static final Duration GAP_MIN = Duration.ofSeconds(15);

  /** Looks and what rests on them may always be this old. */
  private static final Duration AGE_MAX = Duration.ofSeconds(10);

  private static final int SLOWER_THAN_EVER = 3;

  private Instant due;
  private Duration latest = Duration.ZERO;

  /**
   * Begins.
   *
   * @param due when the world should have been looked at again
   */
  public Vigil(Instant due) {
    this.due = due;
  }

  /**
   * For how long nobody has looked although somebody should have; zero if it is not worth a word.
   */
  public Duration gap(Instant began, Instant ended) {
    Duration gap = Duration.between(due, began);
    Duration looking = Duration.between(began, ended).multipliedBy(SLOWER_THAN_EVER);
    return gap.compareTo(GAP_MIN) > 0 && gap.compareTo(looking) > 0 ? gap : Duration.ZERO;
  }

  /**
   * Whether a look that took so long may be decided on. One that took much longer than the one
   * before may have been interrupted in the middle; of a second one that takes as long it is known
   * that looking does.
   */
  boolean fresh(Duration look) {
    boolean fresh = look.compareTo(age()) <= 0;
    latest = look;
    return fresh;
  }

  /** How old the look may be that an effect rests on. */
  Duration age() {
    Duration twice = latest.multipliedBy(2);
    return twice.compareTo(AGE_MAX) > 0 ? twice : AGE_MAX;
  }

  /** The world has been looked at and decided on; this is when the next look is due. */
  public void next(Instant look) {
    due = look;
  }
}
