package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.Freshness;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a fleet should be rolled, to what, and by when.
 *
 * @param again whether it runs the image already and only its machines are old
 * @param why at least one reason
 * @param deadline the first that the limits set; empty if they set none
 */
public record Stale(ImageId image, boolean again, List<Reason> why, Optional<Instant> deadline) {
  public Stale {
    why = List.copyOf(why);
    if (why.isEmpty()) {
      throw new IllegalArgumentException("%s has no reason to be rolled".formatted(image));
    }
  }

  /** Empty if the fleet is as fresh as it can be and has to be. */
  public static Optional<Stale> of(FleetFacts facts, Freshness limits, Instant now) {
    if (facts.newest().isEmpty()) {
      return Optional.empty();
    }
    ImageId newest = facts.newest().get();
    if (facts.running().isEmpty()) {
      return Optional.of(
          new Stale(
              newest,
              false,
              List.of(Reason.of(ReasonCode.NEVER_ROLLED, newest)),
              Optional.empty()));
    }
    FleetFacts.Running running = facts.running().get();
    boolean again = running.image().equals(newest);
    List<Reason> why = new ArrayList<>();
    // A person let it be blocked: going to the same image again would change nothing.
    Optional<FleetFacts.Blocked> blocked = again ? Optional.empty() : running.blocked();
    blocked.ifPresent(
        b -> why.add(Reason.of(ReasonCode.STANDS_ON_BLOCKED, running.image(), b.why())));
    if (!again) {
      facts.lacks().stream()
          .min(Comparator.comparing(Fix::urgency).thenComparing(Fix::published))
          .ifPresent(
              fix ->
                  why.add(
                      Reason.of(
                          ReasonCode.FIXES_WAITING,
                          facts.lacks().size(),
                          fix.urgency(),
                          fix.published())));
      why.add(Reason.of(ReasonCode.NEWER_IMAGE, newest, running.image()));
    }
    Duration age = Duration.between(running.since(), now);
    limits
        .age()
        .filter(limit -> age.compareTo(limit.warn()) >= 0)
        .ifPresent(limit -> why.add(Reason.of(ReasonCode.AGE_REACHED, whole(age), limit.warn())));
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(new Stale(newest, again, why, deadline(facts, limits, again)));
  }

  /** The first of all: of age, of every fix, and of a block, which counts as an exploited one. */
  private static Optional<Instant> deadline(FleetFacts facts, Freshness limits, boolean again) {
    FleetFacts.Running running = facts.running().orElseThrow();
    Stream<Instant> aged = limits.age().map(limit -> running.since().plus(limit.must())).stream();
    if (again) {
      return aged.findFirst();
    }
    Stream<Instant> fixes =
        facts.lacks().stream()
            .flatMap(fix -> limits.within(fix.urgency()).map(fix.published()::plus).stream());
    Stream<Instant> blocked =
        running.blocked().flatMap(b -> limits.within(Urgency.EXPLOITED).map(b.at()::plus)).stream();
    return Stream.of(aged, fixes, blocked)
        .flatMap(deadlines -> deadlines)
        .min(Comparator.naturalOrder());
  }

  /** People do not count seconds of an age. */
  private static Duration whole(Duration age) {
    return age.toDays() > 0 ? Duration.ofDays(age.toDays()) : Duration.ofHours(age.toHours());
  }
}
