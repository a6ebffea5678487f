package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.rotation.FleetFacts.Running;
import com.pharmaserv.repave.rotation.FleetFacts.Tried;
import com.pharmaserv.repave.rotation.FleetFacts.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fleet of a simulated year, whose rollouts are one step each. */
final class YearFleet {
  final FleetId id;
  final String recipe;
  final int machines;

  Optional<Running> running = Optional.empty();
  Optional<Tried> last = Optional.empty();
  Work work = Work.NOTHING;

  /** Which flight holds its lease. */
  Optional<Object> flight = Optional.empty();

  Instant heldUntil = Instant.MIN;
  final List<ImageId> failed = new ArrayList<>();

  YearFleet(FleetId id, String recipe, int machines) {
    this.id = id;
    this.recipe = recipe;
    this.machines = machines;
  }

  FleetFacts facts(YearRecipe from, Instant now) {
    Optional<ImageId> newest = from.newest();
    return new FleetFacts(
        id,
        machines,
        running.map(r -> new Running(r.image(), r.since(), from.blocked(r.image()))),
        newest,
        newest.isPresent() && running.isPresent()
            ? from.fixes(running.get().image(), newest.get())
            : List.of(),
        work,
        last,
        heldUntil.isAfter(now)
            ? Optional.of(Reason.of(ReasonCode.IMAGE_HELD, newest.orElseThrow(), "a person"))
            : Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  Proofs.Trial trial(Instant now) {
    // A request a second.
    long requests =
        running.map(r -> java.time.Duration.between(r.since(), now).toSeconds()).orElse(0L);
    return new Proofs.Trial(id, running, failed, requests);
  }

  boolean moves() {
    return work == Work.ROLLED || work == Work.LEFT;
  }

  void begin(ImageId image, Instant now) {
    int number = last.map(l -> l.rollout().number() + 1).orElse(1);
    last = Optional.of(new Tried(new RolloutId(id, number), image, now, Optional.empty()));
    work = Work.ROLLED;
  }

  void end(End.Kind kind, Instant now) {
    Tried tried = last.orElseThrow();
    last = Optional.of(new Tried(tried.rollout(), tried.image(), tried.began(), Optional.of(kind)));
    work = Work.NOTHING;
    if (kind == End.Kind.SUCCEEDED) {
      running = Optional.of(new Running(tried.image(), now, Optional.empty()));
      failed.remove(tried.image());
    } else {
      failed.add(tried.image());
    }
  }
}
