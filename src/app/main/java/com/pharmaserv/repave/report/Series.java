package com.pharmaserv.repave.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Samples gathered into bins that are wide enough to be seen, as rates per second. */
final class Series {
  /** Narrower than this on paper a bin is only noise. */
  private static final int BINS_MAX = 240;

  /** Spans of bins are multiples of this, which is a multiple of the samples' own span. */
  private static final long SPAN_STEP = 500;

  /** What a version is called whose answers named none. */
  static final String UNNAMED = "";

  private final List<Bin> bins = new ArrayList<>();
  private final List<String> versions;

  /** A span of time with its load. */
  static final class Bin {
    private final Instant at;
    private final Duration span;
    private final Map<String, Long> byVersion = new HashMap<>();
    private long requests;
    private long failures;
    private long skipped;

    private Bin(Instant at, Duration span) {
      this.at = at;
      this.span = span;
    }

    Instant at() {
      return at;
    }

    Instant end() {
      return at.plus(span);
    }

    long failures() {
      return failures;
    }

    long skipped() {
      return skipped;
    }

    long requests() {
      return requests;
    }

    double rate(String version) {
      return 1000.0 * byVersion.getOrDefault(version, 0L) / span.toMillis();
    }

    double rate() {
      return 1000.0 * requests / span.toMillis();
    }

    private void add(Sample sample) {
      requests += sample.requests();
      failures += sample.failures();
      skipped += sample.skipped();
      long named = 0;
      for (Map.Entry<String, Long> entry : sample.requestsByVersion().entrySet()) {
        byVersion.merge(entry.getKey(), entry.getValue(), Long::sum);
        named += entry.getValue();
      }
      byVersion.merge(UNNAMED, sample.requests() - named, Long::sum);
    }
  }

  private Series(List<String> versions) {
    this.versions = versions;
  }

  /** Gathers samples; those past {@code until} would be half a bin and are left out. */
  static Series of(List<Sample> samples, Instant from, Instant until) {
    TreeSet<String> names = new TreeSet<>();
    samples.forEach(sample -> names.addAll(sample.requestsByVersion().keySet()));
    Series series = new Series(List.copyOf(names));
    long wish = Duration.between(from, until).toMillis() / BINS_MAX;
    Duration span =
        Duration.ofMillis(Math.max(SPAN_STEP, (wish + SPAN_STEP - 1) / SPAN_STEP * SPAN_STEP));
    for (Sample sample : samples) {
      if (series.bins.isEmpty() || !sample.at().isBefore(series.last().end())) {
        series.bins.add(new Bin(sample.at(), span));
      }
      series.last().add(sample);
    }
    series.dropUnfinished(samples);
    return series;
  }

  /** The last bin is rarely full and would look as if the load had fallen. */
  private void dropUnfinished(List<Sample> samples) {
    if (bins.size() > 1 && samples.size() > 1) {
      Instant latest = samples.get(samples.size() - 1).at();
      Instant before = samples.get(samples.size() - 2).at();
      Instant covered = latest.plus(Duration.between(before, latest));
      if (last().end().isAfter(covered) && last().failures() == 0) {
        bins.remove(bins.size() - 1);
      }
    }
  }

  private Bin last() {
    return bins.get(bins.size() - 1);
  }

  List<Bin> bins() {
    return bins;
  }

  /** Versions in their order, without those that are unnamed. */
  List<String> versions() {
    return versions;
  }

  boolean hasSkipped() {
    return bins.stream().anyMatch(bin -> bin.skipped() > 0);
  }

  boolean hasUnnamed() {
    return bins.stream().anyMatch(bin -> bin.rate(UNNAMED) > 0);
  }

  /** Highest rate, rounded up to a number that reads well. */
  double top() {
    double highest = bins.stream().mapToDouble(Bin::rate).max().orElse(0);
    double magnitude = Math.pow(10, Math.floor(Math.log10(Math.max(1, highest))));
    for (double factor : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
      if (factor * magnitude >= highest) {
        return factor * magnitude;
      }
    }
    return 10 * magnitude;
  }
}
