package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.JournalEntry.RotationEnded;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RotationRest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a look at a rotation says.
 *
 * @param steps where each fleet stands, in the order in which they are rolled
 */
public record Rotation(Map<FleetId, Step> steps) {
  public Rotation {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }

  /** Fleets that are to be taken now, in order. */
  public List<FleetId> take() {
    return steps.entrySet().stream()
        .filter(e -> e.getValue() instanceof Step.Begin || e.getValue() instanceof Step.GoOn)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether nothing more comes of any fleet. */
  public boolean over() {
    return steps.values().stream().allMatch(Step::over);
  }

  /** Whether a fleet is rolled or to be rolled now. */
  public boolean moves() {
    return steps.values().stream()
        .anyMatch(
            step ->
                step instanceof Step.Rolling
                    || step instanceof Step.Begin
                    || step instanceof Step.GoOn);
  }

  /** When the first of those that wait may go on by themselves. */
  public Optional<Instant> next() {
    return steps.values().stream()
        .filter(Step.Waits.class::isInstance)
        .flatMap(step -> ((Step.Waits) step).until().stream())
        .min(Comparator.naturalOrder());
  }

  public long failures() {
    return steps.values().stream().filter(Step.Failed.class::isInstance).count();
  }

  /** Where its fleets stand once nothing moves any more, as the journal is to have it. */
  public RotationEnded ending(String by) {
    Map<Rest, List<String>> same = new LinkedHashMap<>();
    steps.forEach(
        (fleet, step) ->
            Rest.of(step)
                .ifPresent(
                    rest -> same.computeIfAbsent(rest, r -> new ArrayList<>()).add(fleet.name())));
    List<RotationRest> rests = new ArrayList<>();
    same.forEach((rest, fleets) -> rests.add(new RotationRest(rest.kind(), rest.why(), fleets)));
    return new RotationEnded(by, rests);
  }

  private record Rest(RotationRest.Kind kind, Optional<Reason> why) {
    /** Nothing of a fleet that moves. */
    static Optional<Rest> of(Step step) {
      if (step instanceof Step.Waits waits) {
        return Optional.of(new Rest(RotationRest.Kind.WAITING, Optional.of(waits.why())));
      }
      if (step instanceof Step.Failed failed) {
        return Optional.of(new Rest(RotationRest.Kind.FAILED, Optional.of(failed.why())));
      }
      if (step instanceof Step.Barred barred) {
        return Optional.of(new Rest(RotationRest.Kind.LEFT, Optional.of(barred.why())));
      }
      return step instanceof Step.Done
          ? Optional.of(new Rest(RotationRest.Kind.DONE, Optional.empty()))
          : Optional.empty();
    }
  }
}
