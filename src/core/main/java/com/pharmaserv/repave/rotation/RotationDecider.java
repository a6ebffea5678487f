package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.calendar.Freeze;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.rotation.FleetFacts.Tried;
import com.pharmaserv.repave.rotation.FleetFacts.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what a rotation does next. All of it follows from one look: what was begun, failed or
 * done stands in the fleets' own journals.
 */
public final class RotationDecider {
  private final Upkeep policy;
  private final RotationState state;
  private final Proofs proofs;
  private final Instant now;

  /** What failed in this rotation: images, each with the fleet that it failed on first. */
  private final Map<ImageId, FleetId> failed = new HashMap<>();

  /** Why images may not come here yet, of those that were asked about. */
  private final Map<ImageId, Optional<Step>> unproven = new HashMap<>();

  /** Why none may begin at this time of day or year; empty if they may. */
  private final Optional<Step> shut;

  private int failures;
  private int fleets;
  private int machines;
  private int most;

  /** The first fleet that could be rolled but for those that are; nobody overtakes it. */
  private Optional<FleetId> first = Optional.empty();

  private RotationDecider(Upkeep policy, RotationState state, Proofs proofs, Instant now) {
    this.policy = policy;
    this.state = state;
    this.proofs = proofs;
    this.now = now;
    this.shut = closed();
  }

  /**
   * Decides.
   *
   * @param facts of all fleets of the environment, in the order of its file
   */
  public static Rotation decide(
      Upkeep policy, RotationState state, List<FleetFacts> facts, Proofs proofs, Instant now) {
    return new RotationDecider(policy, state, proofs, now).decide(facts);
  }

  /** A fleet, and what this rotation wants of it, if anything. */
  private record Case(FleetFacts fleet, Optional<Stale> target, Instant deadline) {}

  private Rotation decide(List<FleetFacts> facts) {
    List<Case> cases = new ArrayList<>();
    for (FleetFacts fleet : facts) {
      Optional<Stale> target = Optional.ofNullable(state.targets().get(fleet.fleet()));
      Instant deadline = target.flatMap(Stale::deadline).orElse(Instant.MAX);
      cases.add(new Case(fleet, target, deadline));
    }
    cases.forEach(this::count);
    most = facts.stream().mapToInt(FleetFacts::machines).sum() * policy.sharePercent() / 100;
    cases.sort(Comparator.comparing(Case::deadline));
    Map<FleetId, Step> steps = new LinkedHashMap<>();
    for (Case one : cases) {
      step(one.fleet(), one.target()).ifPresent(step -> steps.put(one.fleet().fleet(), step));
    }
    return new Rotation(steps);
  }

  private void count(Case one) {
    FleetFacts fleet = one.fleet();
    if (fleet.work().moves()) {
      fleets++;
      machines += fleet.machines();
    }
    if (one.target().isPresent()) {
      Optional<Tried> inVain = inVain(fleet, one.target().get());
      failures += inVain.isPresent() || fleet.refused().isPresent() ? 1 : 0;
      // What could not begin says nothing about the image.
      inVain.ifPresent(last -> failed.putIfAbsent(last.image(), fleet.fleet()));
    }
  }

  /** Nothing for a fleet that is fresh, unless somebody has left a rollout of it. */
  private Optional<Step> step(FleetFacts fleet, Optional<Stale> target) {
    return fleet.work() == Work.LEFT
        ? Optional.of(new Step.GoOn(fleet.fleet()))
        : target.map(stale -> step(fleet, stale));
  }

  private Step step(FleetFacts fleet, Stale target) {
    Optional<Reason> failure =
        inVain(fleet, target).map(RotationDecider::failure).or(fleet::refused);
    if (failure.isPresent()) {
      return new Step.Failed(failure.get());
    }
    if (fleet.work() == Work.HALTED) {
      return new Step.Barred(failure(fleet.last().orElseThrow()));
    }
    if (done(fleet, target)) {
      return new Step.Done();
    }
    if (fleet.work() == Work.ROLLED) {
      return new Step.Rolling();
    }
    return fleet.barred().isPresent()
        ? new Step.Barred(fleet.barred().get())
        : waits(fleet, target).orElseGet(() -> begin(fleet, target));
  }

  private static Reason failure(Tried last) {
    return last.end().isPresent()
        ? Reason.of(ReasonCode.ROLLOUT_FAILED, last.rollout(), last.end().get())
        : Reason.of(ReasonCode.ROLLOUT_NEEDS_A_PERSON, last.rollout());
  }

  private Step begin(FleetFacts fleet, Stale target) {
    fleets++;
    machines += fleet.machines();
    return new Step.Begin(fleet.fleet(), target);
  }

  private Optional<Step> waits(FleetFacts fleet, Stale target) {
    return outdated(fleet, target)
        .or(() -> stopped(target))
        .map(why -> (Step) new Step.Waits(why, Optional.empty()))
        .or(() -> unproven(target))
        .or(() -> shut)
        .or(() -> full(fleet).map(why -> new Step.Waits(why, Optional.empty())));
  }

  /** The image has been blocked or taken back since, or a newer one has come. */
  private static Optional<Reason> outdated(FleetFacts fleet, Stale target) {
    return fleet.newest().equals(Optional.of(target.image()))
        ? Optional.empty()
        : Optional.of(Reason.of(ReasonCode.TARGET_OUTDATED, target.image()));
  }

  /** Nothing begins any more, or not this image. */
  private Optional<Reason> stopped(Stale target) {
    if (failures >= policy.stopAfter()) {
      return Optional.of(Reason.of(ReasonCode.LINE_STOPPED, failures));
    }
    return Optional.ofNullable(failed.get(target.image()))
        .map(on -> Reason.of(ReasonCode.FAILED_IN_THIS_ROTATION, target.image(), on.name()));
  }

  private Optional<Step> unproven(Stale target) {
    // What runs already has been let in: only its machines are old.
    if (policy.after().isEmpty() || target.again()) {
      return Optional.empty();
    }
    return unproven.computeIfAbsent(target.image(), this::unproven);
  }

  private Optional<Step> unproven(ImageId image) {
    return proofs.lacking(policy.after().orElseThrow(), image, now).map(Step.class::cast);
  }

  private Optional<Step> closed() {
    if (state.emergency().isPresent() || policy.times().open(now)) {
      return Optional.empty();
    }
    Optional<Instant> opens = policy.times().firstOpen(now);
    Optional<Freeze> freeze = policy.times().freeze(now);
    Reason why =
        freeze.isPresent()
            ? Reason.of(ReasonCode.FROZEN, freeze.get().to(), freeze.get().reason())
            : Reason.of(
                ReasonCode.WINDOW_CLOSED, opens.map(Instant::toString).orElse("never again"));
    return Optional.of(new Step.Waits(why, opens));
  }

  private Optional<Reason> full(FleetFacts fleet) {
    if (first.isPresent()) {
      return Optional.of(Reason.of(ReasonCode.TURN_AWAITED, first.get().name()));
    }
    Optional<Reason> full =
        fleets >= policy.fleets()
            ? Optional.of(Reason.of(ReasonCode.LINE_FULL, fleets))
            : fleets > 0 && machines + fleet.machines() > most
                ? Optional.of(
                    Reason.of(ReasonCode.MACHINES_IN_MOTION, machines + fleet.machines(), most))
                : Optional.empty();
    full.ifPresent(why -> first = Optional.of(fleet.fleet()));
    return full;
  }

  /** Whether it runs the image, and where only its machines were old, new ones. */
  private boolean done(FleetFacts fleet, Stale target) {
    return fleet
        .running()
        .filter(running -> running.image().equals(target.image()))
        .filter(running -> !target.again() || running.since().isAfter(state.opened()))
        .isPresent();
  }

  /** Its rollout in this rotation, if that came to an end that is none of success, or to a halt. */
  private Optional<Tried> inVain(FleetFacts fleet, Stale target) {
    return fleet
        .last()
        .filter(last -> !last.began().isBefore(state.opened()))
        .filter(
            last ->
                fleet.work() == Work.HALTED
                    || (last.failed() && last.image().equals(target.image())));
  }
}
