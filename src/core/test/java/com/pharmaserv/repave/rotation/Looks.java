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
import java.util.function.Consumer;

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
    return changed(is, draft -> draft.running(new Running(image, since, Optional.empty())));
  }

  static FleetFacts blocked(FleetFacts is, Instant at) {
    Instant since = is.running().orElseThrow().since();
    return changed(
        is, draft -> draft.running(new Running(OLD, since, Optional.of(new Blocked("bad", at)))));
  }

  static FleetFacts lacking(FleetFacts is, Fix... fixes) {
    return changed(is, draft -> draft.lacks = List.of(fixes));
  }

  /** Nothing may roll to it if there is no image. */
  static FleetFacts newest(FleetFacts is, Optional<ImageId> image) {
    return changed(is, draft -> draft.newest = image);
  }

  static FleetFacts machines(FleetFacts is, int machines) {
    return changed(is, draft -> draft.machines = machines);
  }

  static FleetFacts barred(FleetFacts is) {
    return changed(
        is, draft -> draft.barred = Optional.of(Reason.of(ReasonCode.IMAGE_HELD, NEW, "a person")));
  }

  /** Rolled to the new image since that instant, to that end or none yet. */
  static FleetFacts tried(FleetFacts is, Instant began, Work work, Optional<End.Kind> end) {
    return changed(
        is,
        draft -> {
          draft.work = work;
          draft.last = Optional.of(new Tried(new RolloutId(is.fleet(), 7), NEW, began, end));
        });
  }

  private static FleetFacts changed(FleetFacts is, Consumer<Draft> change) {
    Draft draft = new Draft(is);
    change.accept(draft);
    return draft.facts();
  }

  /** Facts before they are all there. */
  private static final class Draft {
    private final FleetFacts is;
    private int machines;
    private Optional<Running> running;
    private Optional<ImageId> newest;
    private List<Fix> lacks;
    private Work work;
    private Optional<Tried> last;
    private Optional<Reason> barred;

    Draft(FleetFacts is) {
      this.is = is;
      this.machines = is.machines();
      this.running = is.running();
      this.newest = is.newest();
      this.lacks = is.lacks();
      this.work = is.work();
      this.last = is.last();
      this.barred = is.barred();
    }

    void running(Running now) {
      running = Optional.of(now);
    }

    FleetFacts facts() {
      return new FleetFacts(
          is.fleet(),
          machines,
          running,
          newest,
          lacks,
          work,
          last,
          barred,
          is.refused(),
          is.usual());
    }
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
