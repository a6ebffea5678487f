package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.JournalEntry.RotationOpened;
import com.pharmaserv.repave.model.RotationTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a rotation of one environment has set out to do. How far it is, every look tells: the
 * fleets' own journals have it, so that any number of processes can share a rotation.
 *
 * @param opened when it was planned
 * @param emergency why freezes and windows are overridden; empty if they are heeded
 * @param targets the stale fleets
 */
public record RotationState(
    Instant opened, Optional<String> emergency, Map<FleetId, Stale> targets) {
  public RotationState {
    // In the order of their names, and quickly found.
    targets = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(targets)));
  }

  /** As the journal has it, which groups fleets that are wanted the same of. */
  public static RotationState of(EnvironmentId environment, Instant at, RotationOpened opened) {
    Map<FleetId, Stale> targets = new TreeMap<>();
    for (RotationTarget target : opened.targets()) {
      Stale stale = new Stale(target.image(), target.again(), target.why(), target.deadline());
      target.fleets().forEach(name -> targets.put(new FleetId(environment, name), stale));
    }
    return new RotationState(at, opened.emergency(), targets);
  }

  /** As the journal is to have it. */
  public RotationOpened opening(String by, String reason) {
    Map<Stale, List<String>> same = new LinkedHashMap<>();
    targets.forEach(
        (fleet, stale) -> same.computeIfAbsent(stale, s -> new ArrayList<>()).add(fleet.name()));
    List<RotationTarget> grouped = new ArrayList<>();
    same.forEach(
        (stale, fleets) ->
            grouped.add(
                new RotationTarget(
                    stale.image(), stale.again(), stale.why(), stale.deadline(), fleets)));
    return new RotationOpened(by, reason, emergency, grouped);
  }

  /**
   * Whether a new run for these stale fleets wants nothing else, so that it can join: those that
   * this rotation has rolled already are stale no more.
   */
  public boolean goesFor(Map<FleetId, Stale> stale, Optional<String> hurry) {
    return emergency.isPresent() == hurry.isPresent()
        && stale.entrySet().stream().allMatch(e -> goesFor(e.getKey(), e.getValue()));
  }

  private boolean goesFor(FleetId fleet, Stale stale) {
    return targets.containsKey(fleet) && targets.get(fleet).image().equals(stale.image());
  }
}
