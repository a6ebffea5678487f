package com.pharmaserv.repave.aws.twin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Resources by their id, in the order of ids, with what they were in the last seconds: a stale read
 * answers from the past. Values must be immutable.
 */
public final class Table<V> {
  /** Longer than any stale read looks back. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final TwinClock clock;
  private final NavigableMap<String, List<Version<V>>> rows = new TreeMap<>();
  private Instant pruned = Instant.MIN;
  private long changes;

  public Table(TwinClock clock) {
    this.clock = clock;
  }

  /**
   * @param value empty from the instant on at which the resource was removed
   */
  private record Version<V>(Instant since, Optional<V> value) {}

  public void put(String id, V value) {
    add(id, Optional.of(value));
  }

  public void remove(String id) {
    if (rows.containsKey(id)) {
      add(id, Optional.empty());
    }
  }

  /** Changes a resource, if it exists. */
  public void update(String id, UnaryOperator<V> change) {
    get(id).ifPresent(value -> put(id, change.apply(value)));
  }

  public Optional<V> get(String id) {
    List<Version<V>> versions = rows.get(id);
    return versions == null ? Optional.empty() : versions.get(versions.size() - 1).value();
  }

  /** The resource as it was at that instant. */
  public Optional<V> get(String id, Instant asOf) {
    List<Version<V>> versions = rows.get(id);
    return versions == null ? Optional.empty() : valueAt(versions, asOf);
  }

  /** Grows with every change, so that what was derived from the table can be kept until then. */
  public long changes() {
    return changes;
  }

  public boolean has(String id) {
    return get(id).isPresent();
  }

  /** All that exist now, in the order of ids. */
  public List<V> all() {
    return all(clock.now());
  }

  /** All that existed at that instant, in the order of ids. */
  public List<V> all(Instant asOf) {
    return under("", asOf);
  }

  /** All whose id starts like that, as they were at that instant. */
  public List<V> under(String start, Instant asOf) {
    prune();
    List<V> found = new ArrayList<>();
    for (List<Version<V>> versions : rows.subMap(start, start + Character.MAX_VALUE).values()) {
      valueAt(versions, asOf).ifPresent(found::add);
    }
    return found;
  }

  public Collection<String> ids() {
    return rows.keySet().stream().filter(this::has).toList();
  }

  private static <V> Optional<V> valueAt(List<Version<V>> versions, Instant asOf) {
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (!versions.get(i).since().isAfter(asOf)) {
        return versions.get(i).value();
      }
    }
    return Optional.empty();
  }

  private void add(String id, Optional<V> value) {
    List<Version<V>> versions = rows.computeIfAbsent(id, unknown -> new ArrayList<>(2));
    versions.add(new Version<>(clock.now(), value));
    changes++;
    Instant oldest = clock.now().minus(KEPT);
    while (versions.size() > 1 && !versions.get(1).since().isAfter(oldest)) {
      versions.remove(0);
    }
  }

  /** Forgets what was removed long ago. */
  private void prune() {
    Instant oldest = clock.now().minus(KEPT);
    if (pruned.isAfter(oldest)) {
      return;
    }
    pruned = clock.now();
    for (Iterator<List<Version<V>>> i = rows.values().iterator(); i.hasNext(); ) {
      List<Version<V>> versions = i.next();
      Version<V> last = versions.get(versions.size() - 1);
      if (last.value().isEmpty() && last.since().isBefore(oldest)) {
        i.remove();
      }
    }
  }
}
