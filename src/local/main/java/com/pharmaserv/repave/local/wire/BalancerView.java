package com.pharmaserv.repave.local.wire;

import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An environment's load balancer as seen from outside.
 *
 * @param fleets counters by fleet name, routed fleets only
 */
public record BalancerView(int port, int testPort, SortedMap<String, FleetCounts> fleets) {
  public BalancerView {
    fleets = Collections.unmodifiableSortedMap(new TreeMap<>(fleets));
  }

  /** One fleet's host and counters. */
  public record FleetCounts(String host, Counts blue, Counts green) {}

  /** Requests of one slot since the cloud started. */
  public record Counts(long requests, long failures, long open) {}

  public Map<String, Object> json() {
    Map<String, Object> byName = new TreeMap<>();
    fleets.forEach(
        (name, counts) ->
            byName.put(
                name,
                Json.object(
                    "host", counts.host(),
                    "blue", json(counts.blue()),
                    "green", json(counts.green()))));
    return Json.object("port", port, "testPort", testPort, "fleets", byName);
  }

  public static BalancerView read(Fields fields) {
    Map<String, FleetCounts> fleets =
        fields.entries(
            "fleets",
            (all, name) -> {
              Fields one = all.object(name);
              return new FleetCounts(
                  one.text("host"), counts(one.object("blue")), counts(one.object("green")));
            });
    return new BalancerView(fields.count("port"), fields.count("testPort"), new TreeMap<>(fleets));
  }

  private static Map<String, Object> json(Counts counts) {
    return Json.object(
        "requests", counts.requests(), "failures", counts.failures(), "open", counts.open());
  }

  private static Counts counts(Fields fields) {
    return new Counts(fields.number("requests"), fields.number("failures"), fields.number("open"));
  }
}
