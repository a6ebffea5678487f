package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Recipe.HealthCheck;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The fleets by host, whatever its case. */
final class FleetTable {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

  private final ConcurrentMap<String, FleetRoute> fleets = new ConcurrentHashMap<>();

  void put(String host, HealthCheck check) {
    String key = key(host);
    if (key.isBlank() || key.indexOf(':') >= 0 || key.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "host '" + host + "' must be a name without port or path, such as app.eu.localhost");
    }
    fleets
        .computeIfAbsent(key, absent -> new FleetRoute(key, check))
        .change(route -> route.checkedBy(check));
  }

  Optional<FleetRoute> remove(String host) {
    return Optional.ofNullable(fleets.remove(key(host)));
  }

  FleetRoute get(String host) {
    FleetRoute fleet = fleets.get(key(host));
    if (fleet == null) {
      throw new IllegalArgumentException(
          "host '" + host + "' has no fleet; known hosts are " + List.copyOf(fleets.keySet()));
    }
    return fleet;
  }

  Collection<FleetRoute> all() {
    return List.copyOf(fleets.values());
  }

  /** For a request; one lone fleet also answers to the names of this machine. */
  Optional<FleetRoute> find(@Nullable String host) {
    if (host == null) {
      return Optional.empty();
    }
    FleetRoute exact = fleets.get(host);
    if (exact != null) {
      return Optional.of(exact);
    }
    String key = key(host);
    FleetRoute folded = fleets.get(key);
    if (folded == null && LOOPBACK.contains(key) && fleets.size() == 1) {
      return fleets.values().stream().findFirst();
    }
    return Optional.ofNullable(folded);
  }

  private static String key(String host) {
    return host.toLowerCase(Locale.ROOT);
  }
}
