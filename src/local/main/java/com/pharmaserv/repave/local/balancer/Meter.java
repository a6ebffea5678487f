package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Measurement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Requests, failures and latencies of one generation over the last ten minutes: tenths of seconds
 * for the last minute, whole seconds before. At most about 430 KiB, taken as requests come.
 */
final class Meter {
  static final Duration FINE = Duration.ofMillis(100);
  static final Duration FINE_SPAN = Duration.ofMinutes(1);
  static final Duration COARSE = Duration.ofSeconds(1);
  static final Duration COARSE_SPAN = Duration.ofMinutes(10);

  private final Ring fine = new Ring(FINE, FINE_SPAN);
  private final Ring coarse = new Ring(COARSE, COARSE_SPAN);

  synchronized void record(long endMillis, long nanos, boolean failed) {
    int bin = Histogram.bin(nanos);
    fine.record(endMillis, bin, failed);
    coarse.record(endMillis, bin, failed);
  }

  /**
   * Sums the buckets that touch the time asked for: requests of up to a tenth of a second before
   * {@code since} may be in, none after it are left out.
   */
  synchronized Measurement measure(Instant since, Instant now) {
    boolean recent = Duration.between(since, now).compareTo(FINE_SPAN.minus(FINE)) < 0;
    return (recent ? fine : coarse).measure(since, now);
  }

  /** Buckets of one width, reused in turn. */
  private static final class Ring {
    private final long width;
    private final @Nullable Bucket[] buckets;

    Ring(Duration width, Duration span) {
      this.width = width.toMillis();
      this.buckets = new Bucket[(int) (span.toMillis() / width.toMillis())];
    }

    void record(long millis, int bin, boolean failed) {
      long number = Math.floorDiv(millis, width);
      int place = (int) Math.floorMod(number, (long) buckets.length);
      Bucket bucket = buckets[place];
      if (bucket == null) {
        bucket = new Bucket(number);
        buckets[place] = bucket;
      } else if (bucket.number != number) {
        bucket.reset(number);
      }
      bucket.requests++;
      bucket.failures += failed ? 1 : 0;
      bucket.latencies.add(bin);
    }

    Measurement measure(Instant since, Instant now) {
      long first = Math.floorDiv(since.toEpochMilli(), width);
      long last = Math.floorDiv(now.toEpochMilli(), width);
      long requests = 0;
      long failures = 0;
      long[] sums = new long[Histogram.BINS];
      for (Bucket bucket : buckets) {
        if (bucket != null && bucket.number >= first && bucket.number <= last) {
          requests += bucket.requests;
          failures += bucket.failures;
          bucket.latencies.addTo(sums);
        }
      }
      return new Measurement(
          since,
          now,
          requests,
          failures,
          Histogram.percentile(sums, 0.50),
          Histogram.percentile(sums, 0.99));
    }
  }

  private static final class Bucket {
    private final Histogram latencies = new Histogram();
    private long number;
    private long requests;
    private long failures;

    Bucket(long number) {
      this.number = number;
    }

    void reset(long next) {
      number = next;
      requests = 0;
      failures = 0;
      latencies.clear();
    }
  }
}
