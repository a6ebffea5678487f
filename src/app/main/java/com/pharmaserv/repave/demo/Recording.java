package com.pharmaserv.repave.demo;

import com.pharmaserv.repave.report.Figures;
import com.pharmaserv.repave.report.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every request of a load in nine bytes: when it was due, how long it took, what came of it. */
final class Recording {
  /** Nearly three hours at 200 requests per second. */
  static final int REQUESTS_MAX = 2_000_000;

  static final Duration SAMPLE = Duration.ofMillis(250);

  private static final int SIZE_FIRST = 4_096;
  private static final int GOOD = 0x80;
  private static final int PACED = 0x40;
  private static final int RETRIED = 0x20;
  private static final int SKIPPED = 0x10;
  private static final int VERSION_BITS = 0x0f;

  /** Versions told apart; index 0 is none. A load that sees more has found something else. */
  private static final int VERSIONS_MAX = 15;

  private final Instant start;
  private final List<String> versions = new ArrayList<>();
  private int[] dueMillis = new int[SIZE_FIRST];
  private int[] latencyMicros = new int[SIZE_FIRST];
  private byte[] flags = new byte[SIZE_FIRST];
  private int size;
  private long requests;
  private long failed;
  private long retried;
  private long skipped;
  private long unrecorded;
  private String firstFailure = "";

  Recording(Instant start) {
    this.start = start;
  }

  /** What came of one request. */
  record Outcome(boolean good, boolean paced, boolean retried, Optional<String> version) {}

  synchronized void add(Duration due, Duration latency, Outcome outcome) {
    requests++;
    failed += outcome.good() ? 0 : 1;
    retried += outcome.retried() ? 1 : 0;
    int flag =
        (outcome.good() ? GOOD : 0)
            | (outcome.paced() ? PACED : 0)
            | (outcome.retried() ? RETRIED : 0)
            | index(outcome.version());
    put(due, latency, flag);
  }

  /** A request was due and is not sent any more. */
  synchronized void skip(Duration due) {
    skipped++;
    put(due, Duration.ZERO, SKIPPED);
  }

  private void put(Duration due, Duration latency, int flag) {
    if (size == REQUESTS_MAX) {
      unrecorded++;
      return;
    }
    if (size == flags.length) {
      int larger = Math.min(REQUESTS_MAX, size * 2);
      dueMillis = Arrays.copyOf(dueMillis, larger);
      latencyMicros = Arrays.copyOf(latencyMicros, larger);
      flags = Arrays.copyOf(flags, larger);
    }
    dueMillis[size] = (int) due.toMillis();
    latencyMicros[size] = (int) Math.min(Integer.MAX_VALUE, latency.toNanos() / 1_000);
    flags[size] = (byte) flag;
    size++;
  }

  /** Remembers the first reason, for people: with one known, the others are seldom new. */
  synchronized void reason(String text) {
    if (firstFailure.isEmpty()) {
      firstFailure = text;
    }
  }

  private int index(Optional<String> version) {
    if (version.isEmpty()) {
      return 0;
    }
    int known = versions.indexOf(version.get());
    if (known >= 0) {
      return known + 1;
    }
    if (versions.size() == VERSIONS_MAX) {
      return 0;
    }
    versions.add(version.get());
    return versions.size();
  }

  synchronized LoadGenerator.Totals totals(long connections) {
    return new LoadGenerator.Totals(
        requests, failed, retried, connections, skipped, unrecorded, firstFailure);
  }

  synchronized List<Sample> samples(Instant end) {
    long sampleMillis = SAMPLE.toMillis();
    long whole = Math.max(0, Duration.between(start, end).toMillis() / sampleMillis);
    int count = (int) Math.min(whole, REQUESTS_MAX);
    List<Tally> tallies = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tallies.add(new Tally());
    }
    for (int i = 0; i < size; i++) {
      int sample = (int) (dueMillis[i] / sampleMillis);
      if (sample < count) {
        add(tallies.get(sample), i);
      }
    }
    List<Sample> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(tallies.get(i).sample(start.plus(SAMPLE.multipliedBy(i))));
    }
    return samples;
  }

  synchronized Figures between(String label, Instant from, Instant to) {
    long first = Duration.between(start, from).toMillis();
    long last = Duration.between(start, to).toMillis();
    Tally tally = new Tally();
    long again = 0;
    int[] latencies = new int[size];
    int paced = 0;
    for (int i = 0; i < size; i++) {
      if (dueMillis[i] < first || dueMillis[i] >= last) {
        continue;
      }
      add(tally, i);
      again += has(i, RETRIED) ? 1 : 0;
      if (has(i, PACED)) {
        latencies[paced++] = latencyMicros[i];
      }
    }
    int[] sorted = Arrays.copyOf(latencies, paced);
    Arrays.sort(sorted);
    return new Figures(
        label,
        from,
        to,
        tally.requests,
        tally.failures,
        tally.failuresByVersion,
        again,
        tally.skipped,
        percentile(sorted, 50),
        percentile(sorted, 99));
  }

  /** Nearest rank: a value that was measured, never one in between. */
  private static Duration percentile(int[] sorted, int percent) {
    if (sorted.length == 0) {
      return Duration.ZERO;
    }
    int rank = (int) (((long) sorted.length * percent + 99) / 100);
    return Duration.ofNanos(sorted[rank - 1] * 1_000L);
  }

  private void add(Tally tally, int i) {
    if (has(i, SKIPPED)) {
      tally.skipped++;
    } else {
      tally.add(version(i), has(i, GOOD));
    }
  }

  private boolean has(int i, int flag) {
    return (flags[i] & flag) != 0;
  }

  private Optional<String> version(int i) {
    int index = flags[i] & VERSION_BITS;
    return index == 0 ? Optional.empty() : Optional.of(versions.get(index - 1));
  }

  private static final class Tally {
    private final SortedMap<String, Long> requestsByVersion = new TreeMap<>();
    private final SortedMap<String, Long> failuresByVersion = new TreeMap<>();
    private long requests;
    private long failures;
    private long skipped;

    void add(Optional<String> version, boolean good) {
      requests++;
      version.ifPresent(v -> requestsByVersion.merge(v, 1L, Long::sum));
      if (!good) {
        failures++;
        version.ifPresent(v -> failuresByVersion.merge(v, 1L, Long::sum));
      }
    }

    Sample sample(Instant at) {
      return new Sample(at, requests, failures, requestsByVersion, failuresByVersion, skipped);
    }
  }
}
