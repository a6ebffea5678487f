package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.calendar.OpenTimes;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What must hold of a simulated year, by a reading of its own: it looks at the world, and knows the
 * decider's code only by what it decides.
 */
final class YearJudge {
  private static final int VIOLATIONS_MAX = 20;

  /** From one run to the next, and a rollout in the last window before a deadline. */
  private static final Duration NIGHT = Duration.ofHours(26);

  final List<String> violations = new ArrayList<>();

  /** Deadlines that passed, by what stood in the way. */
  final Map<String, Integer> missed = new TreeMap<>();

  int kept;
  private final Map<FleetId, Instant> judged = new HashMap<>();
  private final Map<FleetId, String> inTheWay = new HashMap<>();

  /** A runner has looked and decided. */
  void decided(YearEnvironment place, RotationState state, Rotation rotation, Instant now) {
    List<YearFleet> could = new ArrayList<>();
    Optional<String> shut = shut(place, state, now);
    List<YearFleet> failed = place.fleets.stream().filter(f -> failedIn(state, f)).toList();
    for (YearFleet fleet : place.fleets) {
      Optional<String> obstacle = obstacle(place, state, fleet, shut, failed, now);
      if (obstacle.isPresent()) {
        inTheWay.put(fleet.id, obstacle.get());
      } else {
        could.add(fleet);
      }
      if (fleet.work == FleetFacts.Work.LEFT && !rotation.take().contains(fleet.id)) {
        violate("R7 at %s: nobody takes up %s, which is left", now, fleet.id);
      }
    }
    could.sort(Comparator.comparing(fleet -> deadline(state, fleet)));
    List<FleetId> begins =
        rotation.steps().entrySet().stream()
            .filter(e -> e.getValue() instanceof Step.Begin)
            .map(Map.Entry::getKey)
            .toList();
    int flying = (int) place.fleets.stream().filter(YearFleet::moves).count();
    int moving = place.fleets.stream().filter(YearFleet::moves).mapToInt(f -> f.machines).sum();
    int all = place.fleets.stream().mapToInt(f -> f.machines).sum();
    boolean full = false;
    Instant latest = Instant.MIN;
    for (YearFleet fleet : could) {
      boolean fits =
          flying < place.policy.fleets()
              && (flying == 0
                  || (moving + fleet.machines) * 100 <= all * place.policy.sharePercent());
      full |= !fits;
      if (begins.contains(fleet.id)) {
        if (deadline(state, fleet).isBefore(latest)) {
          violate("R6 at %s: %s begins out of turn", now, fleet.id);
        }
        if (!fits) {
          violate("R1 at %s: %s begins, and there is no room", now, fleet.id);
        }
        latest = deadline(state, fleet);
        flying++;
        moving += fleet.machines;
      } else if (!full) {
        violate(
            "R8 at %s: %s could begin and does not: " + rotation.steps().get(fleet.id),
            now,
            fleet.id);
      } else {
        inTheWay.put(fleet.id, "others are rolled");
        latest = Instant.MAX;
      }
    }
    List<FleetId> may = could.stream().map(fleet -> fleet.id).toList();
    begins.stream()
        .filter(fleet -> !may.contains(fleet))
        .forEach(
            fleet ->
                violate("%s: %s begins all the same", inTheWay.get(fleet) + " at " + now, fleet));
  }

  private static Instant deadline(RotationState state, YearFleet fleet) {
    return Objects.requireNonNull(state.targets().get(fleet.id)).deadline().orElse(Instant.MAX);
  }

  /** Why the fleet may not begin, whatever room there is. */
  private Optional<String> obstacle(
      YearEnvironment place,
      RotationState state,
      YearFleet fleet,
      Optional<String> shut,
      List<YearFleet> failed,
      Instant now) {
    Stale target = state.targets().get(fleet.id);
    if (target == null) {
      return Optional.of("fresh");
    }
    if (fleet.work != FleetFacts.Work.NOTHING) {
      return Optional.of("R1 under way");
    }
    if (fleet.running.isPresent()
        && fleet.running.get().image().equals(target.image())
        && (!target.again() || fleet.running.get().since().isAfter(state.opened()))) {
      return Optional.of("done");
    }
    if (!place.recipe(fleet).newest().equals(Optional.of(target.image()))) {
      return Optional.of("R3 outdated");
    }
    if (shut.isPresent()) {
      return shut;
    }
    if (fleet.heldUntil.isAfter(now)) {
      return Optional.of("R5 held");
    }
    if (failed.size() >= place.policy.stopAfter()) {
      return Optional.of("R3 line stopped");
    }
    if (failed.stream().anyMatch(f -> f.last.orElseThrow().image().equals(target.image()))) {
      return Optional.of("R3 image failed");
    }
    return target.again() ? Optional.empty() : unproven(place, target.image(), now);
  }

  private static Optional<String> shut(YearEnvironment place, RotationState state, Instant now) {
    OpenTimes times = place.policy.times();
    if (state.emergency().isPresent()) {
      return Optional.empty();
    }
    return times.freeze(now).isPresent()
        ? Optional.of("R2 frozen")
        : times.inWindow(now) ? Optional.empty() : Optional.of("R2 no window");
  }

  private static boolean failedIn(RotationState state, YearFleet fleet) {
    if (!state.targets().containsKey(fleet.id) || fleet.last.isEmpty()) {
      return false;
    }
    if (fleet.last.get().began().isBefore(state.opened())) {
      return false;
    }
    Stale target = Objects.requireNonNull(state.targets().get(fleet.id));
    return fleet.work == FleetFacts.Work.HALTED
        || (fleet.work == FleetFacts.Work.NOTHING
            && fleet.last.get().image().equals(target.image())
            && fleet.last.get().end().filter(end -> end != End.Kind.SUCCEEDED).isPresent());
  }

  private static Optional<String> unproven(YearEnvironment place, ImageId image, Instant now) {
    if (place.earlier.isEmpty()) {
      return Optional.empty();
    }
    long requests = 0;
    for (YearFleet fleet : place.earlier.get().fleets) {
      if (!fleet.recipe.equals(image.name())) {
        continue;
      }
      Duration there =
          fleet
              .running
              .filter(running -> running.image().equals(image))
              .map(running -> Duration.between(running.since(), now))
              .orElse(Duration.ofSeconds(-1));
      if (fleet.failed.contains(image)) {
        return Optional.of("R4 failed earlier");
      }
      if (there.compareTo(place.policy.after().orElseThrow().proven()) < 0) {
        return Optional.of("R4 unproven");
      }
      requests += there.toSeconds();
    }
    return requests < place.policy.after().orElseThrow().requests()
        ? Optional.of("R4 too few requests")
        : Optional.empty();
  }

  /** A rollout begins. */
  void begins(YearEnvironment place, YearFleet fleet, Instant now) {
    long flying = place.fleets.stream().filter(YearFleet::moves).count();
    if (flying >= place.policy.fleets()) {
      violate("R1 at %s: %s begins beside " + flying + " others", now, fleet.id);
    }
    if (fleet.work != FleetFacts.Work.NOTHING) {
      violate("R1 at %s: %s is rolled twice", now, fleet.id);
    }
    inTheWay.put(fleet.id, "R1 under way");
  }

  /** A rollout has succeeded; before that the fleet lacked something. */
  void succeeded(YearEnvironment place, YearFleet fleet, Instant now) {
    due(place, fleet).ifPresent(due -> kept += due.isBefore(now) ? 0 : 1);
  }

  /** Looks for deadlines that have passed. */
  void look(YearEnvironment place, Instant now) {
    for (YearFleet fleet : place.fleets) {
      Optional<Instant> due = due(place, fleet).filter(at -> at.isBefore(now));
      if (due.isPresent() && !due.get().equals(judged.put(fleet.id, due.get()))) {
        String why =
            newest(place, fleet).plus(NIGHT).isAfter(due.get())
                ? "no image in time"
                : inTheWay.getOrDefault(fleet.id, "nothing");
        missed.merge(why, 1, Integer::sum);
        if (why.equals("nothing") || why.equals("fresh") || why.equals("done")) {
          violate(
              "R9 at %s: a deadline of %s passed, and " + why + " was in the way", now, fleet.id);
        }
      }
    }
  }

  /** When the newest image that the fleet may have was baked. */
  private static Instant newest(YearEnvironment place, YearFleet fleet) {
    YearRecipe recipe = place.recipe(fleet);
    return recipe.bakedAt(recipe.newest().orElseThrow());
  }

  private static Optional<Instant> due(YearEnvironment place, YearFleet fleet) {
    if (fleet.running.isEmpty()) {
      return Optional.empty();
    }
    Instant since = fleet.running.get().since();
    Stream<Instant> age =
        place.policy.freshness().age().map(limit -> since.plus(limit.must())).stream();
    YearRecipe recipe = place.recipe(fleet);
    ImageId runs = fleet.running.get().image();
    Map<Urgency, Duration> limits = place.policy.freshness().fixes();
    Stream<Instant> fixes =
        recipe.fixes(runs, recipe.newest().orElseThrow()).stream()
            .filter(fix -> limits.containsKey(fix.urgency()))
            .map(fix -> fix.published().plus(limits.get(fix.urgency())));
    return Stream.concat(age, fixes).min(Comparator.naturalOrder());
  }

  private void violate(String text, Object at, FleetId fleet) {
    if (violations.size() < VIOLATIONS_MAX) {
      violations.add(text.formatted(at, fleet));
    }
  }
}
