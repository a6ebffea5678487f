package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeNotificationConfigurationsResponse;

/**
 * What people put on a group and no group can be created with: the collection of its metrics and
 * notifications. The next generation gets them right after its birth, and once more when it is
 * promoted: a process may have died in between.
 */
final class Extras {
  /** The most that Auto Scaling answers at once. */
  private static final int PAGE_SIZE = 100;

  /** 300: a group has 10 topics with 5 types of notification each at most. */
  private static final int PAGES_MAX = 3;

  private final Clients clients;

  Extras(Clients clients) {
    this.clients = clients;
  }

  /** Puts on the one group what the other one has and it has not. */
  void carry(AutoScalingGroup from, AutoScalingGroup to, Permit permit) throws ProviderException {
    metrics(from, to, permit);
    String name = to.autoScalingGroupName();
    Map<String, SortedMap<String, NavigableSet<String>>> found =
        notifications(from.autoScalingGroupName(), name);
    SortedMap<String, NavigableSet<String>> there = found.getOrDefault(name, new TreeMap<>());
    for (Map.Entry<String, NavigableSet<String>> wanted :
        found.getOrDefault(from.autoScalingGroupName(), new TreeMap<>()).entrySet()) {
      // What is put replaces what the topic was told before.
      NavigableSet<String> types =
          new TreeSet<>(there.getOrDefault(wanted.getKey(), new TreeSet<>()));
      if (types.addAll(wanted.getValue())) {
        permit.check();
        Errors.act(
            "let %s notify %s of %s".formatted(name, wanted.getKey(), types),
            () ->
                clients
                    .autoScaling()
                    .putNotificationConfiguration(
                        r ->
                            r.autoScalingGroupName(name)
                                .topicARN(wanted.getKey())
                                .notificationTypes(types)));
      }
    }
  }

  /** Never called without metrics: that would be all of them. */
  private void metrics(AutoScalingGroup from, AutoScalingGroup to, Permit permit)
      throws ProviderException {
    SortedMap<String, NavigableSet<String>> missing = byGranularity(from);
    SortedMap<String, NavigableSet<String>> there = byGranularity(to);
    missing.forEach(
        (granularity, metrics) ->
            metrics.removeAll(there.getOrDefault(granularity, new TreeSet<>())));
    missing.values().removeIf(NavigableSet::isEmpty);
    for (Map.Entry<String, NavigableSet<String>> some : missing.entrySet()) {
      permit.check();
      Errors.act(
          "collect %s of %s".formatted(some.getValue(), to.autoScalingGroupName()),
          () ->
              clients
                  .autoScaling()
                  .enableMetricsCollection(
                      r ->
                          r.autoScalingGroupName(to.autoScalingGroupName())
                              .granularity(some.getKey())
                              .metrics(some.getValue())));
    }
  }

  private static SortedMap<String, NavigableSet<String>> byGranularity(AutoScalingGroup group) {
    SortedMap<String, NavigableSet<String>> metrics = new TreeMap<>();
    group
        .enabledMetrics()
        .forEach(
            m -> metrics.computeIfAbsent(m.granularity(), g -> new TreeSet<>()).add(m.metric()));
    return metrics;
  }

  /** What each topic is told, by group. */
  private Map<String, SortedMap<String, NavigableSet<String>>> notifications(
      String one, String other) throws ProviderException {
    Map<String, SortedMap<String, NavigableSet<String>>> found = new TreeMap<>();
    Pages.<String>walk(
        "the notifications of %s and %s".formatted(one, other),
        Pages.atMost(PAGES_MAX, one + " has more notifications than AWS allows"),
        token -> {
          DescribeNotificationConfigurationsResponse page =
              clients
                  .autoScaling()
                  .describeNotificationConfigurations(
                      r ->
                          r.autoScalingGroupNames(one, other)
                              .maxRecords(PAGE_SIZE)
                              .nextToken(token.orElse(null)));
          page.notificationConfigurations()
              .forEach(
                  n ->
                      found
                          .computeIfAbsent(n.autoScalingGroupName(), g -> new TreeMap<>())
                          .computeIfAbsent(n.topicARN(), t -> new TreeSet<>())
                          .add(n.notificationType()));
          return Pages.next(page.nextToken());
        });
    return found;
  }
}
