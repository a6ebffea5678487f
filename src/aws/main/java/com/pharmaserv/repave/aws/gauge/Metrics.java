package com.pharmaserv.repave.aws.gauge;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * Reads the counts of target groups from CloudWatch. Threads that ask for the same window at the
 * same time share one call, and an answer is kept until the next minute begins, because there is
 * nothing new before.
 */
final class Metrics {
  /** CloudWatch API reference, GetMetricData: at most 500 queries a call. */
  static final int QUERIES_MAX = 500;

  /** A page has 100,800 values; 500 queries of a day's minutes, the most we ask for, are eight. */
  private static final int PAGES_MAX = 10;

  private static final double NANOS = 1e9;

  /**
   * CloudWatch keeps values of a minute for 15 days and of an hour for 455; in minutes, all windows
   * of a day fit in one call's pages.
   */
  private static final Duration MINUTES_MAX = Duration.ofDays(1);

  private final Clients clients;
  private final ConcurrentMap<Window, Batch> batches = new ConcurrentHashMap<>();

  Metrics(Clients clients) {
    this.clients = clients;
  }

  /** Whole minutes: from the one instant on, before the other. */
  record Window(Instant since, Instant until) {
    /** Shortened to whole hours where it is so long that it can only be read in hours. */
    static Window of(Instant since, Instant until) {
      Window window = new Window(since, until);
      return window.piece().equals(Duration.ofHours(1))
          ? new Window(ceiling(since, Duration.ofHours(1)), until)
          : window;
    }

    /** The first instant that is not before this one and begins such a unit. */
    static Instant ceiling(Instant instant, Duration unit) {
      long seconds = unit.toSeconds();
      Instant floor =
          Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
      return floor.equals(instant) ? floor : floor.plus(unit);
    }

    Duration length() {
      return Duration.between(since, until);
    }

    /** What one value stands for where values can be added up. */
    Duration piece() {
      return length().compareTo(MINUTES_MAX) > 0 ? Duration.ofHours(1) : Duration.ofMinutes(1);
    }
  }

  /** A target group at its load balancer, by their names in CloudWatch. */
  record Group(String targetGroup, String balancer) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      return (targetGroup + balancer).compareTo(other.targetGroup + other.balancer);
    }
  }

  /**
   * What a group had in the window.
   *
   * @param alongside fetched with the same call, because it will be asked for next
   */
  Reading read(Window window, Group group, Group alongside) throws ProviderException {
    // Windows of minutes that are over are never asked for again.
    batches.keySet().removeIf(old -> old.until().isBefore(window.until()));
    return batches.computeIfAbsent(window, Batch::new).read(group, alongside);
  }

  /** Everything that is asked about one window. */
  private final class Batch {
    private final Window window;
    private final Set<Group> asked = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<Group, Reading> known = new ConcurrentHashMap<>();
    private final ReentrantLock asking = new ReentrantLock();

    Batch(Window window) {
      this.window = window;
    }

    Reading read(Group group, Group alongside) throws ProviderException {
      asked.add(group);
      asked.add(alongside);
      // Who gets the lock asks for all who wait for it; these then find their answer.
      asking.lock();
      try {
        Reading reading = known.get(group);
        if (reading != null) {
          return reading;
        }
        Set<Group> open = new TreeSet<>(asked);
        open.removeAll(known.keySet());
        ask(new ArrayList<>(open));
        return Objects.requireNonNull(known.get(group), "it was among those asked for");
      } finally {
        asking.unlock();
      }
    }

    private void ask(List<Group> open) throws ProviderException {
      int most = QUERIES_MAX / Query.values().length;
      for (int from = 0; from < open.size(); from += most) {
        List<Group> some = open.subList(from, Math.min(open.size(), from + most));
        Answers answers = fetch(some);
        for (int i = 0; i < some.size(); i++) {
          known.put(some.get(i), answers.reading(i));
        }
      }
    }

    private Answers fetch(List<Group> groups) throws ProviderException {
      List<MetricDataQuery> queries = new ArrayList<>();
      for (int i = 0; i < groups.size(); i++) {
        for (Query query : Query.values()) {
          queries.add(query.of(i, groups.get(i), window));
        }
      }
      Answers answers = new Answers();
      Pages.Limit limit =
          new Pages.Limit(
              PAGES_MAX,
              Failure.Kind.THROTTLED,
              "CloudWatch did not end its answer within %s pages; it is asked again at the next turn"
                  .formatted(PAGES_MAX));
      Pages.<String>walk(
          "the metrics of %s target groups".formatted(groups.size()),
          limit,
          token -> {
            GetMetricDataResponse answer =
                clients
                    .cloudWatch()
                    .getMetricData(
                        r ->
                            r.metricDataQueries(queries)
                                .startTime(window.since())
                                .endTime(window.until())
                                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                                .nextToken(token.orElse(null)));
            for (MetricDataResult result : answer.metricDataResults()) {
              answers.add(result);
            }
            return Pages.next(answer.nextToken());
          });
      return answers.complete(queries.size());
    }
  }

  /** The results of one call, over its pages. */
  private static final class Answers {
    private final Map<String, List<Double>> values = new HashMap<>();
    private final Map<String, StatusCode> states = new HashMap<>();

    void add(MetricDataResult result) throws ProviderException {
      values.computeIfAbsent(result.id(), id -> new ArrayList<>()).addAll(result.values());
      states.put(result.id(), result.statusCode());
      if (result.statusCode() == StatusCode.FORBIDDEN) {
        throw new ProviderException(
            Failure.Kind.DENIED,
            ("CloudWatch may not be read: query %s is Forbidden; allow"
                    + " cloudwatch:GetMetricData in the role's policy")
                .formatted(result.id()));
      }
    }

    /** Counts that are half there would look like few failures. */
    Answers complete(int queries) throws ProviderException {
      boolean whole =
          states.size() == queries
              && states.values().stream().allMatch(s -> s == StatusCode.COMPLETE);
      if (!whole) {
        throw new ProviderException(
            Failure.Kind.THROTTLED,
            ("CloudWatch answered %s to %s queries and not all of them completely; it"
                    + " is asked again at the next turn")
                .formatted(states, queries));
      }
      return this;
    }

    Reading reading(int group) {
      long failures = 0;
      for (Query query : Query.FAILURES) {
        failures += sum(query.id(group));
      }
      return new Reading(
          sum(Query.REQUESTS.id(group)),
          failures,
          slowest(group, Query.P50).or(() -> slowest(group, Query.P50_EACH)),
          slowest(group, Query.P99).or(() -> slowest(group, Query.P99_EACH)));
    }

    /** The worst of the values, if there are several: percentiles cannot be added up. */
    private Optional<Duration> slowest(int group, Query query) {
      return values.getOrDefault(query.id(group), List.of()).stream()
          .max(Double::compare)
          .map(seconds -> Duration.ofNanos(Math.round(seconds * NANOS)));
    }

    private long sum(String id) {
      return Math.round(
          values.getOrDefault(id, List.of()).stream().mapToDouble(Double::doubleValue).sum());
    }
  }
}
