package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.rotation.FleetFacts.Blocked;
import com.pharmaserv.repave.rotation.FleetFacts.Running;
import com.pharmaserv.repave.rotation.FleetFacts.Tried;
import com.pharmaserv.repave.rotation.FleetFacts.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fleets as a look may show them. */
final class Looks {
  static final Instant NOW = Instant.parse("2026-11-30T03:00:00Z");
  static final Instant OPENED = NOW.minus(Duration.ofHours(1));
  static final ImageId OLD = image(1);
  static final ImageId NEW = image(2);

  private Looks() {}

  static ImageId image(int number) {
    return new ImageId("app", "%064x".formatted(number));
  }

  static FleetId fleet(String name) {
    return new FleetId("eu-prod", name);
  }

  /** A fleet of four machines that runs an old image since a day, at rest. */
  static FleetFacts stale(String name) {
    return new FleetFacts(
        fleet(name),
        4,
        Optional.of(new Running(OLD, NOW.minus(Duration.ofDays(1)), Optional.empty())),
        Optional.of(NEW),
        List.of(),
        Work.NOTHING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static FleetFacts running(FleetFacts is, ImageId image, Instant since) {
    return with(is, new Running(image, since, Optional.empty()));
  }

  static FleetFacts blocked(FleetFacts is, Instant at) {
    return with(
        is,
        new Running(OLD, is.running().orElseThrow().since(), Optional.of(new Blocked("bad", at))));
  }

  private static FleetFacts with(FleetFacts is, Running running) {
    return new FleetFacts(
        is.fleet(),
        is.machines(),
        Optional.of(running),
        is.newest(),
        is.lacks(),
        is.work(),
        is.last(),
        is.barred(),
        is.refused(),
        is.usual());
  }

  static FleetFacts lacking(FleetFacts is, Fix... fixes) {
    return new FleetFacts(
        is.fleet(),
        is.machines(),
        is.running(),
        is.newest(),
        List.of(fixes),
        is.work(),
        is.last(),
        is.barred(),
        is.refused(),
        is.usual());
  }

  static FleetFacts newest(FleetFacts is, ImageId image) {
    return new FleetFacts(
        is.fleet(),
        is.machines(),
        is.running(),
        Optional.of(image),
        is.lacks(),
        is.work(),
        is.last(),
        is.barred(),
        is.refused(),
        is.usual());
  }

  static FleetFacts machines(FleetFacts is, int machines) {
    return new FleetFacts(
        is.fleet(),
        machines,
        is.running(),
        is.newest(),
        is.lacks(),
        is.work(),
        is.last(),
        is.barred(),
        is.refused(),
        is.usual());
  }

  static FleetFacts barred(FleetFacts is) {
    return new FleetFacts(
        is.fleet(),
        is.machines(),
        is.running(),
        is.newest(),
        is.lacks(),
        is.work(),
        is.last(),
        Optional.of(Reason.of(ReasonCode.IMAGE_HELD, NEW, "a person")),
        is.refused(),
        is.usual());
  }

  /** Rolled to the new image since that instant, to that end or none yet. */
  static FleetFacts tried(FleetFacts is, Instant began, Work work, Optional<End.Kind> end) {
    return new FleetFacts(
        is.fleet(),
        is.machines(),
        is.running(),
        is.newest(),
        is.lacks(),
        work,
        Optional.of(new Tried(new RolloutId(is.fleet(), 7), NEW, began, end)),
        is.barred(),
        is.refused(),
        is.usual());
  }

  static FleetFacts rolled(FleetFacts is) {
    return tried(is, OPENED, Work.ROLLED, Optional.empty());
  }

  /** A rotation for the new image on all of these, without deadlines. */
  static RotationState rotation(List<FleetFacts> fleets) {
    return rotation(fleets, Map.of());
  }

  static RotationState rotation(List<FleetFacts> fleets, Map<String, Instant> deadlines) {
    Map<FleetId, Stale> targets = new TreeMap<>();
    for (FleetFacts fleet : fleets) {
      targets.put(
          fleet.fleet(),
          new Stale(
              NEW,
              false,
              List.of(Reason.of(ReasonCode.NEWER_IMAGE, NEW, OLD)),
              Optional.ofNullable(deadlines.get(fleet.fleet().name()))));
    }
    return new RotationState(OPENED, Optional.empty(), targets);
  }
}
