package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.sim.Faults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Exactly the faults of a list. */
final class PlannedFaults implements Faults {
  private final Map<String, Call> calls = new HashMap<>();
  private final Map<Long, Write> writes = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private long write;

  PlannedFaults(List<Trouble> troubles) {
    for (Trouble trouble : troubles) {
      if (trouble instanceof Trouble.BadCall bad) {
        calls.put(bad.name() + bad.number(), bad.fault());
      } else if (trouble instanceof Trouble.BadWrite bad) {
        writes.put(bad.number(), bad.fault());
      }
    }
  }

  @Override
  public Call call(String name, boolean read) {
    long number = numbers.merge(name, 1L, Long::sum);
    return calls.getOrDefault(name + number, Call.NONE);
  }

  @Override
  public Write write() {
    return writes.getOrDefault(++write, Write.NONE);
  }
}
