package com.pharmaserv.repave.debian.advisory;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A feed of advisories by source package, as far as it was asked for.
 *
 * @param bySource by source and then by id
 */
public record Issues(AsOf asOf, Map<String, Map<String, Issue>> bySource) {
  public Issues {
    bySource =
        bySource.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
  }

  /** Those of a source package, by id. */
  public Map<String, Issue> of(String source) {
    return bySource.getOrDefault(source, Map.of());
  }

  /** Collects them, joining what is said twice. */
  static void add(Map<String, Map<String, Issue>> into, String source, Issue issue) {
    into.computeIfAbsent(source, s -> new TreeMap<>()).merge(issue.id(), issue, Issue::with);
  }
}
