package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps what the engine does to its ports, in order, and lets a test say what happens meanwhile.
 */
final class Tape implements Faults {
  /** One call or journal write, and when it began. */
  record Entry(String name, Instant at) {}

  private final World world;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Deque<Runnable>> meanwhile = new HashMap<>();
  private final Map<String, Deque<Call>> faults = new HashMap<>();

  Tape(World world) {
    this.world = world;
  }

  /** What the next call of that name is accompanied by. */
  void during(String name, Runnable what) {
    meanwhile.computeIfAbsent(name, n -> new ArrayDeque<>()).add(what);
  }

  /** How long the next call of that name takes. */
  void slow(String name, int seconds) {
    during(name, () -> world.advance(Duration.ofSeconds(seconds)));
  }

  /** The next call of that name is refused. */
  void refuse(String name) {
    faults.computeIfAbsent(name, n -> new ArrayDeque<>()).add(Call.THROTTLED);
  }

  void note(String name) {
    entries.add(new Entry(name, world.now()));
    Runnable what = meanwhile.getOrDefault(name, new ArrayDeque<>()).poll();
    if (what != null) {
      what.run();
    }
  }

  void clear() {
    entries.clear();
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }

  /** The calls of these names only. */
  List<String> names(String... of) {
    return names().stream().filter(Set.of(of)::contains).toList();
  }

  /** When the calls of that name began. */
  List<Instant> times(String name) {
    return entries.stream().filter(e -> e.name().equals(name)).map(Entry::at).toList();
  }

  @Override
  public Call call(String name, boolean read) {
    note(name);
    Call fault = faults.getOrDefault(name, new ArrayDeque<>()).poll();
    return fault == null ? Call.NONE : fault;
  }

  @Override
  public Write write() {
    return Write.NONE;
  }
}
