package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.TornDown;
import com.pharmaserv.repave.plan.Holds;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.rotation.Fix;
import com.pharmaserv.repave.rotation.FleetFacts;
import com.pharmaserv.repave.rotation.FleetFacts.Blocked;
import com.pharmaserv.repave.rotation.FleetFacts.Running;
import com.pharmaserv.repave.rotation.FleetFacts.Tried;
import com.pharmaserv.repave.rotation.FleetFacts.Work;
import com.pharmaserv.repave.rotation.Proofs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One look at a fleet, from its journal, its lease, and what else is known of its environment. */
final class FleetLook {
  /** Rollouts that say how long the next one will take. */
  private static final int USUAL_OF = 5;

  private final Provider provider;
  private final Fleet fleet;
  private final List<Image> images;
  private final Optional<Generation> only;
  private final List<JournalRecord> records;
  private final Optional<RolloutState> latest;

  /** Looks at fleets of one environment; what is common to them is read once. */
  static List<FleetLook> all(Place place, List<Fleet> fleets) throws RepaveException {
    List<FleetLook> all = new ArrayList<>();
    if (fleets.isEmpty()) {
      return all;
    }
    Provider provider = place.provider();
    List<Image> images = provider.images().list();
    Map<FleetId, List<Generation>> generations = new HashMap<>();
    for (Generation each : provider.fleets().all(place.environment().id())) {
      generations.computeIfAbsent(each.id().fleet(), f -> new ArrayList<>()).add(each);
    }
    for (Fleet fleet : fleets) {
      all.add(
          new FleetLook(provider, fleet, images, generations.getOrDefault(fleet.id(), List.of())));
    }
    return all;
  }

  /**
   * Reads the fleet's journal.
   *
   * @param images that its environment can run, oldest first
   * @param generations of the fleet
   */
  private FleetLook(
      Provider provider, Fleet fleet, List<Image> images, List<Generation> generations)
      throws RepaveException {
    this.provider = provider;
    this.fleet = fleet;
    this.images = images;
    this.only =
        generations.size() == 1 ? Optional.of(generations.get(0)) : Optional.<Generation>empty();
    this.records = provider.journal(fleet).records();
    this.latest = decided(records).map(Decided::state).reduce((earlier, later) -> later);
  }

  Fleet fleet() {
    return fleet;
  }

  /** The images that its environment can run, oldest first. */
  List<Image> images() {
    return images;
  }

  /** Its journal. */
  List<JournalRecord> records() {
    return records;
  }

  private static Stream<Decided> decided(List<JournalRecord> records) {
    return records.stream()
        .map(JournalRecord::entry)
        .filter(Decided.class::isInstance)
        .map(Decided.class::cast);
  }

  /**
   * What a rotation has to know.
   *
   * @param baked what its recipe bakes to now
   * @param fixes what that has and the running image lacks
   * @param held whether anybody has its lease
   */
  FleetFacts facts(ImageId baked, Fixes fixes, boolean held) throws RepaveException {
    Instant now = provider.time().now();
    Optional<Running> running = running(now);
    Choice choice = choose(running.map(Running::image), baked);
    return new FleetFacts(
        fleet.id(),
        only.map(Generation::desired).orElse(fleet.capacity().desired()),
        running,
        Optional.of(choice.image()),
        running.isPresent() ? fixes.between(running.get().image(), choice.image()) : List.of(),
        work(now, held),
        latest.map(this::tried),
        barred(choice, now),
        Optional.empty(),
        usual());
  }

  /** Which fixes one image has that another lacks. */
  interface Fixes {
    List<Fix> between(ImageId from, ImageId to) throws RepaveException;
  }

  private record Choice(ImageId image, Optional<Reason> barred) {}

  /** The bake, or in its stead the newest image that may roll here; what runs may stay. */
  private Choice choose(Optional<ImageId> running, ImageId baked) {
    Optional<Image> known = image(baked);
    boolean may =
        known.isPresent()
            ? known.get().mayRoll(fleet.channel())
            : Channel.CANDIDATE.covers(fleet.channel());
    if (may || (running.equals(Optional.of(baked)) && !blocked(baked))) {
      return new Choice(baked, Optional.empty());
    }
    Optional<Image> newer = ImageChoice.newer(images, fleet, running);
    if (newer.isPresent()) {
      return new Choice(newer.get().id(), Optional.empty());
    }
    return new Choice(baked, Optional.of(known.map(this::unfit).orElseGet(() -> unborn(baked))));
  }

  private Reason unfit(Image image) {
    return image
        .block()
        .map(block -> Reason.of(ReasonCode.IMAGE_BLOCKED, image.id(), block.reason()))
        .orElseGet(() -> Opening.notReleased(fleet, image));
  }

  private Reason unborn(ImageId image) {
    return Reason.of(ReasonCode.IMAGE_NOT_RELEASED, image, Channel.CANDIDATE, fleet.channel());
  }

  private boolean blocked(ImageId id) {
    return image(id).flatMap(Image::block).isPresent();
  }

  Optional<Image> image(ImageId id) {
    return images.stream().filter(image -> image.id().equals(id)).findFirst();
  }

  /** What runs, and since when; where no journal says it, as if it had just begun. */
  Optional<Running> running(Instant now) {
    Optional<Placement> active = latest.flatMap(RolloutState::active);
    if (latest.isEmpty()) {
      return only.map(generation -> running(generation.image(), now));
    }
    return active.map(placement -> running(placement.image(), promoted(placement).orElse(now)));
  }

  private Running running(ImageId image, Instant since) {
    return new Running(
        image, since, image(image).flatMap(Image::block).map(b -> new Blocked(b.reason(), b.at())));
  }

  private Optional<Instant> promoted(Placement active) {
    return records.stream()
        .filter(
            record ->
                record.entry() instanceof Decided decided
                    && decided.state().promoted()
                    && decided.state().to().equals(active))
        .map(JournalRecord::at)
        .findFirst();
  }

  private Work work(Instant now, boolean held) {
    if (latest.isEmpty() || latest.get().ended()) {
      return Work.NOTHING;
    }
    RolloutState state = latest.get();
    if (state.halted()) {
      return Work.HALTED;
    }
    if (held) {
      return Work.ROLLED;
    }
    return Retention.holds(state, now) ? Work.WARM : Work.LEFT;
  }

  private Tried tried(RolloutState state) {
    return new Tried(state.id(), state.to().image(), began(state), state.end().map(End::kind));
  }

  private Instant began(RolloutState state) {
    return records.stream()
        .filter(
            record ->
                record.entry() instanceof Decided decided
                    && decided.state().id().equals(state.id()))
        .map(JournalRecord::at)
        .findFirst()
        .orElseThrow();
  }

  private Optional<Reason> barred(Choice choice, Instant now) {
    return Journal.hold(records.stream().map(JournalRecord::entry).toList())
        .filter(hold -> hold.inForce(now))
        .map(Hold::why)
        .or(choice::barred)
        .or(() -> held(choice.image()));
  }

  private Optional<Reason> held(ImageId image) {
    Optional<TornDown> tornDown = latest.flatMap(RolloutState::tornDown);
    return tornDown.isPresent()
        ? tornDown.map(TornDown::why)
        : Optional.ofNullable(Holds.of(records).get(image));
  }

  /** Images whose latest rollout here did not succeed. */
  List<ImageId> failed() {
    Map<ImageId, Boolean> good = new LinkedHashMap<>();
    decided(records)
        .map(Decided::state)
        .filter(RolloutState::ended)
        .forEach(
            state ->
                good.put(
                    state.to().image(), state.end().orElseThrow().kind() == End.Kind.SUCCEEDED));
    return good.entrySet().stream().filter(e -> !e.getValue()).map(Map.Entry::getKey).toList();
  }

  /** The median of what its latest rollouts took from their beginning to their promotion. */
  private Optional<Duration> usual() {
    List<Duration> took = List.copyOf(Promotions.lengths(records).values());
    List<Duration> shortestFirst =
        took.stream().skip(Math.max(0, took.size() - USUAL_OF)).sorted().toList();
    return shortestFirst.isEmpty()
        ? Optional.empty()
        : Optional.of(shortestFirst.get(shortestFirst.size() / 2));
  }

  /** What the fleet shows to an environment that comes after its own. */
  Proofs.Trial trial(int requests) throws RepaveException {
    Optional<Running> running = running(provider.time().now());
    Optional<Placement> active = latest.flatMap(RolloutState::active);
    long answered =
        requests > 0 && running.isPresent() && active.isPresent()
            ? provider
                .gauges()
                .measure(fleet, active.get().generation(), running.get().since())
                .requests()
            : 0;
    return new Proofs.Trial(fleet.id(), running, failed(), answered);
  }
}
