package com.pharmaserv.repave.infra.edge;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * At which priorities fleets' rules stand. A load balancer refuses one that is taken (ELBv2 API
 * reference, PriorityInUse), also for a moment: so a fleet's must not move when others come and go.
 * In which order rules are asked does not matter, since no two name the same host.
 */
public final class Priorities {
  /** Above the rules that belong to no fleet. */
  private static final int FIRST = 1_000;

  /** For production and test. */
  private static final int EACH = 2;

  /** Rules stand at 1 to 50,000; by far more places than the 100 rules that a listener has. */
  private static final int PLACES = 24_000;

  private Priorities() {}

  /**
   * The first of each fleet's two priorities: one that follows from its name, or the next free one.
   *
   * @param fleets by name, in the order of the environment's file: who comes later gives way
   * @throws IllegalArgumentException if there are more fleets than places
   */
  public static Map<String, Integer> of(Collection<String> fleets) {
    if (fleets.size() > PLACES) {
      throw new IllegalArgumentException(fleets.size() + " fleets, of at most " + PLACES);
    }
    Map<String, Integer> priorities = new LinkedHashMap<>();
    TreeSet<Integer> taken = new TreeSet<>();
    for (String fleet : fleets) {
      CRC32 sum = new CRC32();
      sum.update(fleet.getBytes(StandardCharsets.UTF_8));
      int place = (int) (sum.getValue() % PLACES);
      while (!taken.add(place)) { // at most as often as there are fleets
        place = (place + 1) % PLACES;
      }
      priorities.put(fleet, FIRST + EACH * place);
    }
    return priorities;
  }
}
