package com.pharmaserv.repave.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a rotation would change, as a person approves it. When each fleet may begin is not part of
 * it: that changes by the hour.
 *
 * @param emergency why freezes and windows are overridden; empty if they are heeded
 * @param fleets that are stale
 */
public record RotationPlan(Optional<String> emergency, SortedMap<FleetId, Change> fleets) {
  public RotationPlan {
    fleets = Collections.unmodifiableSortedMap(new TreeMap<>(fleets));
  }

  /**
   * What changes for a fleet.
   *
   * @param from what it runs; empty if it runs nothing
   * @param to what it is to run; the same image if only its machines are old
   */
  public record Change(Optional<ImageId> from, ImageId to) {}

  /** All of it, line by line: two plans with the same text change the same. */
  public String text() {
    StringBuilder text = new StringBuilder("repave rotation plan 1\n");
    emergency.ifPresent(why -> text.append("emergency ").append(why).append('\n'));
    fleets.forEach(
        (fleet, change) ->
            text.append(fleet)
                .append(' ')
                .append(change.from().map(ImageId::full).orElse("-"))
                .append(' ')
                .append(change.to().full())
                .append('\n'));
    return text.toString();
  }

  /** What is otherwise now than this plan says, fleet by fleet; empty if nothing is. */
  public List<String> drift(RotationPlan now) {
    List<String> drift = new ArrayList<>();
    if (!emergency.equals(now.emergency)) {
      drift.add(
          "the plan has %s, this run has %s"
              .formatted(emergency(emergency), emergency(now.emergency)));
    }
    SortedSet<FleetId> all = new TreeSet<>(fleets.keySet());
    all.addAll(now.fleets.keySet());
    for (FleetId fleet : all) {
      Optional<Change> planned = Optional.ofNullable(fleets.get(fleet));
      Optional<Change> wanted = Optional.ofNullable(now.fleets.get(fleet));
      if (!planned.equals(wanted)) {
        drift.add(drift(fleet, planned, wanted));
      }
    }
    return drift;
  }

  private static String emergency(Optional<String> why) {
    return why.map("the emergency '%s'"::formatted).orElse("no emergency");
  }

  private static String drift(FleetId fleet, Optional<Change> planned, Optional<Change> wanted) {
    if (planned.isEmpty()) {
      return "%s is stale now, and is not in the plan".formatted(fleet);
    }
    if (wanted.isEmpty()) {
      return "%s is in the plan, and is not stale now, or not asked for".formatted(fleet);
    }
    return planned.get().to().equals(wanted.get().to())
        ? "%s ran %s in the plan, and runs %s now"
            .formatted(fleet, runs(planned.get()), runs(wanted.get()))
        : "%s is to run %s by the plan, and %s by what is known now"
            .formatted(fleet, planned.get().to(), wanted.get().to());
  }

  private static String runs(Change change) {
    return change.from().map(Objects::toString).orElse("nothing");
  }

  /** Of fleets in any order. */
  public static RotationPlan of(Optional<String> emergency, Map<FleetId, Change> fleets) {
    return new RotationPlan(emergency, new TreeMap<>(fleets));
  }
}
