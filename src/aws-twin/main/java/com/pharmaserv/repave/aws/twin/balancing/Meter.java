package com.pharmaserv.repave.aws.twin.balancing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts of requests per target group and minute: what CloudWatch answers from. */
public final class Meter {
  private final Map<String, TreeMap<Instant, Minute>> groups = new TreeMap<>();

  /** One minute of one target group. */
  public static final class Minute {
    private final TreeMap<Long, Long> latencies = new TreeMap<>();
    private long requests;
    private long errors;
    private long refused;

    public long requests() {
      return requests;
    }

    /** Answers 5xx by targets. */
    public long errors() {
      return errors;
    }

    /** Connections to targets that failed. */
    public long refused() {
      return refused;
    }

    /**
     * The latency in seconds below which that share of the answers stay; empty without answers.
     *
     * @param share from 0 to 1
     */
    public Optional<Double> latency(double share) {
      long all = answers();
      long seen = 0;
      for (Map.Entry<Long, Long> latency : latencies.entrySet()) {
        seen += latency.getValue();
        if (seen >= share * all) {
          return Optional.of(latency.getKey() / 1000.0);
        }
      }
      return Optional.empty();
    }

    /** The mean latency in seconds; empty without answers. */
    public Optional<Double> meanLatency() {
      long all = answers();
      long sum = latencies.entrySet().stream().mapToLong(e -> e.getKey() * e.getValue()).sum();
      return all == 0 ? Optional.empty() : Optional.of(sum / 1000.0 / all);
    }

    void add(long more, long moreErrors, long moreRefused) {
      requests += more;
      errors += moreErrors;
      refused += moreRefused;
    }

    /** Both taken together. */
    public Minute plus(Minute other) {
      Minute sum = new Minute();
      for (Minute part : new Minute[] {this, other}) {
        sum.add(part.requests, part.errors, part.refused);
        part.latencies.forEach(sum::took);
      }
      return sum;
    }

    /** How many requests were answered at all. */
    public long answers() {
      return latencies.values().stream().mapToLong(Long::longValue).sum();
    }

    void took(long millis, long count) {
      if (count > 0) {
        latencies.merge(millis, count, Long::sum);
      }
    }
  }

  Minute at(String groupArn, Instant at) {
    return groups
        .computeIfAbsent(groupArn, unknown -> new TreeMap<>())
        .computeIfAbsent(at.truncatedTo(ChronoUnit.MINUTES), unknown -> new Minute());
  }

  /** The minutes of a group from the one instant on, before the other. */
  public Map<Instant, Minute> between(String groupArn, Instant from, Instant to) {
    TreeMap<Instant, Minute> minutes = groups.get(groupArn);
    return minutes == null ? Map.of() : new TreeMap<>(minutes.subMap(from, true, to, false));
  }
}
