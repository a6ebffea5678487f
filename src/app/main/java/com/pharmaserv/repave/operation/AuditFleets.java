package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.Drift;
import com.pharmaserv.repave.plan.Holds;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Compares fleets with their journals and files; changes nothing. */
public final class AuditFleets {
  private final Consumer<Finding> each;
  private final List<Finding> findings = new ArrayList<>();
  private final List<HeldFleet> held = new ArrayList<>();

  /**
   * An audit.
   *
   * @param each told of each finding as soon as it is there
   */
  public AuditFleets(Consumer<Finding> each) {
    this.each = each;
  }

  /**
   * Everything that is not as it should be.
   *
   * @param held fleets that people keep as they are, which is no finding
   */
  public record Audit(List<Finding> findings, List<HeldFleet> held) implements Answer {
    public Audit {
      findings = List.copyOf(findings);
      held = List.copyOf(held);
    }

    @Override
    public Outcome outcome() {
      return findings.isEmpty() ? Outcome.DONE : Outcome.FAILED;
    }
  }

  /** A fleet that a person keeps as it is. */
  public record HeldFleet(FleetId fleet, Hold hold) {}

  /** One thing that is not as it should be. */
  public record Finding(FleetId fleet, Drift.Kind kind, Reason why) {
    /** The kind as people write it. */
    public String word() {
      return kind.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Looks at all fleets of the environments. */
  public Audit audit(List<Place> places) throws RepaveException, IOException {
    for (Place place : places) {
      for (Fleet fleet : place.environment().fleets()) {
        audit(place.provider(), fleet);
      }
      undescribed(place);
    }
    return new Audit(findings, held);
  }

  private void audit(Provider provider, Fleet fleet) throws RepaveException, IOException {
    // First, because a journal that does not verify is worse than anything that follows.
    Journal journal = provider.journal(fleet);
    Optional<RolloutState> latest = Pilot.latest(journal);
    Optional<Hold> hold = journal.hold().filter(kept -> kept.inForce(provider.time().now()));
    hold.ifPresent(kept -> held.add(new HeldFleet(fleet.id(), kept)));
    Map<ImageId, Reason> waiting = Holds.of(journal.records());
    List<Image> images =
        rollable(
            provider.images().list(),
            latest,
            image -> hold.isPresent() || waiting.containsKey(image));
    FleetView view = provider.fleets().observe(fleet);
    WholeJournal.require(provider, fleet, journal, view);
    Drift.of(fleet, view, latest, images)
        .forEach(drift -> tell(fleet.id(), drift.kind(), drift.what()));
    if (latest.isPresent() && left(provider, latest.get())) {
      left(latest.get());
    }
  }

  /** Images without those that wait for a person's word: nobody is told to roll them. */
  private static List<Image> rollable(
      List<Image> images, Optional<RolloutState> latest, Predicate<ImageId> held) {
    Optional<ImageId> active = latest.flatMap(RolloutState::active).map(Placement::image);
    return images.stream()
        .filter(i -> active.equals(Optional.of(i.id())) || !held.test(i.id()))
        .toList();
  }

  /** Whether an open rollout is driven by nobody; while it retains, nobody has to. */
  private static boolean left(Provider provider, RolloutState state) throws IOException {
    return !state.ended()
        && !Retention.holds(state, provider.time().now())
        && provider.leases().current(state.fleet()).isEmpty();
  }

  private void left(RolloutState state) {
    ReasonCode code = state.halted() ? ReasonCode.ROLLOUT_HALTED : ReasonCode.ROLLOUT_UNATTENDED;
    tell(state.fleet(), Drift.Kind.ROLLOUT, Reason.of(code, state.id(), state.phase()));
  }

  /** Generations of fleets that the environment file does not describe. */
  private void undescribed(Place place) throws RepaveException {
    for (Generation generation : place.provider().fleets().all(place.environment().id())) {
      FleetId fleet = generation.id().fleet();
      if (place.environment().fleet(fleet.name()).isEmpty()) {
        tell(fleet, Drift.Kind.ORPHAN, Reason.of(ReasonCode.FLEET_NOT_DESCRIBED, generation.id()));
      }
    }
  }

  private void tell(FleetId fleet, Drift.Kind kind, Reason what) {
    Finding finding = new Finding(fleet, kind, what);
    findings.add(finding);
    each.accept(finding);
  }
}
