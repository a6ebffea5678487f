package com.pharmaserv.repave.local.machine;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps machines spread over zones. */
public final class Zones {
  private Zones() {}

  /** The zone with the fewest machines; the first of them where several have as few. */
  public static String fewest(List<String> zones, Collection<String> used) {
    Map<String, Integer> counts = count(zones, used);
    return zones.stream()
        .min(Comparator.comparing(zone -> counts.getOrDefault(zone, 0)))
        .orElseThrow(() -> new IllegalArgumentException("there must be at least one zone"));
  }

  /**
   * The zone to take a machine from: one that should have none at all, otherwise the one with the
   * most; the last of them where several have as many.
   */
  public static String most(List<String> zones, Collection<String> used) {
    Map<String, Integer> counts = count(zones, used);
    for (String zone : used) {
      if (!zones.contains(zone)) {
        return zone;
      }
    }
    String most = "";
    for (String zone : zones) {
      int here = counts.getOrDefault(zone, 0);
      if (here > 0 && here >= counts.getOrDefault(most, 0)) {
        most = zone;
      }
    }
    if (most.isEmpty()) {
      throw new IllegalArgumentException("no machine is in any of " + zones);
    }
    return most;
  }

  private static Map<String, Integer> count(List<String> zones, Collection<String> used) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    zones.forEach(zone -> counts.put(zone, 0));
    used.forEach(zone -> counts.merge(zone, 1, Integer::sum));
    return counts;
  }
}
