package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.sim.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers calls and journal writes, and notes what went wrong with which. */
final class NotedFaults implements Faults {
  private final Faults faults;
  private final List<Trouble> noted = new ArrayList<>();
  private final Map<String, Long> calls = new HashMap<>();
  private long writes;

  NotedFaults(Faults faults) {
    this.faults = faults;
  }

  @Override
  public Call call(String name, boolean read) {
    long number = calls.merge(name, 1L, Long::sum);
    Call fault = faults.call(name, read);
    if (fault != Call.NONE) {
      noted.add(new Trouble.BadCall(number, name, fault));
    }
    return fault;
  }

  @Override
  public Write write() {
    writes++;
    Write fault = faults.write();
    if (fault != Write.NONE) {
      noted.add(new Trouble.BadWrite(writes, fault));
    }
    return fault;
  }

  /** What went wrong so far, in order. */
  List<Trouble> noted() {
    return List.copyOf(noted);
  }
}
