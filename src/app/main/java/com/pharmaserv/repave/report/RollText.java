package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.operation.Difference;
import com.pharmaserv.repave.operation.FleetRoll;
import com.pharmaserv.repave.operation.FleetRoll.Held;
import com.pharmaserv.repave.operation.FleetRoll.Idle;
import com.pharmaserv.repave.operation.FleetRoll.NoRoom;
import com.pharmaserv.repave.operation.FleetRoll.Planned;
import com.pharmaserv.repave.operation.FleetRoll.PlannedAfter;
import com.pharmaserv.repave.operation.FleetRoll.PlannedBake;
import com.pharmaserv.repave.operation.FleetRoll.Refused;
import com.pharmaserv.repave.operation.Standing;
import com.pharmaserv.repave.port.Headroom.Line;
import com.pharmaserv.repave.wording.Sentences;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of rolling a fleet, in words. */
public final class RollText {
  private RollText() {}

  /** One result. */
  public static Wording of(FleetRoll roll) {
    if (roll instanceof Standing standing) {
      return Wording.result(sentence(standing));
    }
    if (roll instanceof Idle idle) {
      return Wording.result("Nothing to do: " + Sentences.of(idle.why()));
    }
    if (roll instanceof Refused refused) {
      return Wording.problem(
          "refusing to roll: " + Sentences.of(refused.why()) + Explanations.hint(refused.why()));
    }
    if (roll instanceof Held held) {
      String hint =
          held.why().code() == ReasonCode.FLEET_HELD
              ? "; '%s' lets it go".formatted(Advice.command("release", held.fleet()))
              : Explanations.hint(held.why());
      return Wording.problem(
          "%s stays as it is: %s%s".formatted(held.fleet(), Sentences.of(held.why()), hint));
    }
    if (roll instanceof FleetRoll.Unvouched unvouched) {
      return Wording.problem(
          "refusing to roll %s to %s, its environment asks for %s builders of the same disk: %s"
              .formatted(
                  unvouched.fleet(), unvouched.image(), unvouched.builders(), unvouched.trouble()));
    }
    if (roll instanceof NoRoom none) {
      return Wording.problem(noRoom(none.fleet(), none.headroom()));
    }
    if (roll instanceof Planned planned) {
      return planned(planned);
    }
    if (roll instanceof PlannedAfter after) {
      return Wording.result(
          "Would first go on with %s (to %s), which is in %s, to its end; then roll %s to %s unless it runs that by then"
              .formatted(
                  after.first().rollout(),
                  after.first().image(),
                  after.first().phase(),
                  after.fleet(),
                  after.image()));
    }
    if (roll instanceof PlannedBake bake && bake.unreleased()) {
      return Wording.result(
          "Would bake %s (version %s), which does not roll to %s before it is released"
              .formatted(bake.image(), bake.imageVersion(), bake.fleet()));
    }
    if (roll instanceof PlannedBake bake) {
      return Wording.result(
          "Would bake %s (version %s) and roll %s to it"
              .formatted(bake.image(), bake.imageVersion(), bake.fleet()));
    }
    throw new IllegalStateException("unknown result " + roll);
  }

  private static Wording planned(Planned planned) {
    String head =
        "Would %s %s to %s (version %s):"
            .formatted(
                planned.fits() ? "roll" : "refuse to roll",
                planned.fleet(),
                planned.image(),
                planned.imageVersion());
    String text =
        Stream.of(
                planned.difference().stream().flatMap(RollText::lines),
                planned.steps().stream().map(RollText::line),
                planned.headroom().stream().map(Line::text))
            .flatMap(lines -> lines)
            .map(line -> "\n  " + line)
            .collect(Collectors.joining("", head, ""));
    return new Wording(
        Optional.of(text),
        planned.fits()
            ? Optional.empty()
            : Optional.of(noRoom(planned.fleet(), planned.headroom())));
  }

  private static Stream<String> lines(Difference difference) {
    return Stream.concat(
        Stream.of("change " + difference.line()), difference.withoutPapers().stream());
  }

  private static String line(FleetRoll.Step step) {
    return "%s: %s".formatted(step.phase(), Sentences.of(step.why()));
  }

  private static String noRoom(FleetId fleet, List<Line> room) {
    String lacks =
        room.stream()
            .filter(line -> !line.enough())
            .map(line -> line.what() + ": " + line.detail())
            .collect(Collectors.joining("; "));
    return "refusing to roll %s, a second generation does not fit beside the active one: %s"
        .formatted(fleet, lacks);
  }

  /** Where a rollout stands. */
  static String sentence(Standing standing) {
    String who = "%s (%s)".formatted(standing.rollout(), standing.fleet());
    if (standing.end().isPresent()) {
      Standing.Ended end = standing.end().get();
      return "%s %s: %s".formatted(who, end.kind(), Sentences.of(end.why()));
    }
    if (standing.course() == Course.HALT) {
      return "%s is halted and waits for a person: %s. Look at 'repave status', then 'repave resume', 'repave rollback' or 'repave abort'."
          .formatted(who, standing.why().map(Sentences::of).orElse(""));
    }
    if (standing.promoted() && standing.retainedUntil().isPresent()) {
      return "%s is promoted: %s carries the fleet; %s is kept warm until %s ('repave rollback' goes back to it)"
          .formatted(
              who,
              standing.generation(),
              standing.previous().map(Object::toString).orElse("none"),
              standing.retainedUntil().get());
    }
    return "%s is in %s".formatted(who, standing.phase());
  }
}
