package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.port.Baker.Says;
import java.time.Duration;
import java.time.Instant;

/** Tells how far the blocks of one region are: now and then, and at the end. */
final class BlockProgress {
  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final long MIB = 1 << 20;

  private final Patience patience;
  private final Says says;
  private final String what;
  private final int total;
  private final Instant since;
  private Instant told;
  private int done;

  /**
   * Begins.
   *
   * @param what in front of the numbers, for example {@code eu-central-1: put}
   */
  BlockProgress(Patience patience, Says says, String what, int total) {
    this.patience = patience;
    this.says = says;
    this.what = what;
    this.total = total;
    this.since = patience.now();
    this.told = since;
  }

  /** One more. Any thread may say so. */
  synchronized void done() {
    done++;
    Instant now = patience.now();
    if (done == total || now.isAfter(told.plus(BETWEEN))) {
      told = now;
      says.line(
          "%s %s of %s blocks, %s MiB in %s s"
              .formatted(
                  what,
                  done,
                  total,
                  (long) done * Blocks.BLOCK / MIB,
                  Duration.between(since, now).toSeconds()));
    }
  }
}
