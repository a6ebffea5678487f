package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.TornDown;
import com.pharmaserv.repave.plan.Holds;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.plan.Outlook;
import com.pharmaserv.repave.port.Headroom.Line;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rolls one fleet to one image, or tells what that would do. */
public final class RollFleet {
  private final Provider provider;
  private final int builders;
  private final Fleet fleet;
  private final Papers papers;
  private final Operator operator;
  private final Narrator narrator;
  private final Consumer<FleetRoll> each;

  /**
   * For one fleet.
   *
   * @param papers of images
   * @param each told of each result as soon as it is there
   */
  public RollFleet(
      Place place,
      Fleet fleet,
      Papers papers,
      Operator operator,
      Narrator narrator,
      Consumer<FleetRoll> each) {
    this.provider = place.provider();
    this.builders = place.environment().builders();
    this.fleet = fleet;
    this.papers = papers;
    this.operator = operator;
    this.narrator = narrator;
    this.each = each;
  }

  /**
   * What is asked for.
   *
   * @param named whether a person named the image, which lets go of it if it was held, and brings
   *     back a fleet that was taken down; a fleet that a person holds stays as it is all the same
   * @param again even if the fleet runs the image already
   */
  public record Request(Image image, boolean named, String reason, boolean again, Until until) {}

  /** What {@link #roll} would do; changes nothing. */
  public Rolls plan(Image image, boolean named, boolean again) throws RepaveException, IOException {
    Optional<FleetRoll> kept = held();
    if (kept.isEmpty()) {
      kept = kept(image, named);
    }
    FleetRoll roll = kept.isPresent() ? kept.get() : planned(image, again);
    each.accept(roll);
    return new Rolls(true, roll.outcome(), List.of(roll));
  }

  /** Somebody holds the fleet, whatever image is asked for. */
  private Optional<FleetRoll> held() throws RepaveException {
    return provider
        .journal(fleet)
        .hold()
        .filter(hold -> hold.inForce(provider.time().now()))
        .map(hold -> new FleetRoll.Held(fleet.id(), hold.why()));
  }

  /** Why the image may not roll at all, or not without a person's word. */
  private Optional<FleetRoll> kept(Image image, boolean named) throws RepaveException {
    if (!named && !image.channel().covers(fleet.channel())) {
      return Optional.of(new FleetRoll.Held(fleet.id(), Opening.notReleased(fleet, image)));
    }
    Optional<String> lacking = papers.lacking(image.id(), builders);
    if (lacking.isPresent()) {
      return Optional.of(new FleetRoll.Unvouched(fleet.id(), image.id(), builders, lacking.get()));
    }
    return held(image, named).map(why -> new FleetRoll.Held(fleet.id(), why));
  }

  private Optional<Reason> held(Image image, boolean named) throws RepaveException {
    if (named) {
      return Optional.empty();
    }
    Optional<TornDown> tornDown =
        Pilot.latest(provider.journal(fleet)).flatMap(RolloutState::tornDown);
    return tornDown.isPresent()
        ? tornDown.map(TornDown::why)
        : Optional.ofNullable(Holds.of(provider.journal(fleet).records()).get(image.id()));
  }

  private FleetRoll planned(Image image, boolean again) throws RepaveException, IOException {
    Optional<Lease> held = provider.leases().current(fleet.id());
    if (held.isPresent()) {
      // Exactly what would happen.
      throw new LeaseHeldException(held.get());
    }
    Optional<RolloutState> latest = Pilot.latest(provider.journal(fleet));
    if (latest.isPresent() && !latest.get().ended()) {
      return new FleetRoll.PlannedAfter(fleet.id(), image.id(), Standing.of(latest.get()));
    }
    FleetView view = provider.fleets().observe(fleet);
    Opening opening = opening(view, latest, image, again);
    if (!(opening instanceof Opening.Opened opened)) {
      return unopened(opening);
    }
    List<Line> room = provider.headroom().check(fleet, machines(opened.state(), view));
    return new FleetRoll.Planned(
        fleet.id(),
        image.id(),
        image.version(),
        Difference.between(
            provider.images(),
            papers.disks(),
            opened.state().from().map(Placement::image),
            image.id()),
        Outlook.of(fleet, opened.state(), view).stream()
            .map(step -> new FleetRoll.Step(step.phase(), step.what()))
            .toList(),
        room,
        fits(room));
  }

  /** Rolls the fleet, after whatever rollout is still open. */
  public Rolls roll(Request request)
      throws RepaveException, IOException, InterruptedException, HalfDoneException {
    List<FleetRoll> done = new ArrayList<>();
    Outcome outcome;
    try {
      outcome = roll(request, done);
    } catch (RepaveException | IOException failed) {
      if (!done.isEmpty()) {
        throw Rolls.halfDone(false, done, failed);
      }
      throw failed;
    }
    return new Rolls(false, outcome, done);
  }

  /** Brings the open rollout on, so far; somebody else may have ended it before. */
  public Rolls goOn(Until until) throws RepaveException, IOException, InterruptedException {
    Standing standing =
        flight()
            .lead(
                pilot ->
                    Standing.of(
                        Flight.goOn(
                            pilot,
                            state ->
                                !Retention.holds(state, provider.time().now())
                                    ? state.ended()
                                    : until.reached(fleet.policy(), state))));
    each.accept(standing);
    return new Rolls(false, standing.outcome(), List.of(standing));
  }

  private Outcome roll(Request request, List<FleetRoll> done)
      throws RepaveException, IOException, InterruptedException {
    // Before anything else: what is open would lose its way back for a rollout that never comes.
    Optional<FleetRoll> held = held();
    if (held.isPresent()) {
      return tell(held.get(), done);
    }
    boolean open = Pilot.latest(provider.journal(fleet)).filter(s -> !s.ended()).isPresent();
    if (open) {
      Standing before = finish();
      tell(before, done);
      if (before.end().isEmpty()) {
        return Outcome.WAITING;
      }
    }
    Optional<FleetRoll> kept = kept(request.image(), request.named());
    if (kept.isPresent()) {
      return tell(kept.get(), done);
    }
    List<Line> lacking = lacking(request);
    return lacking.isEmpty()
        ? tell(flight().lead(pilot -> begun(pilot, request)), done)
        : tell(new FleetRoll.NoRoom(fleet.id(), lacking), done);
  }

  private Outcome tell(FleetRoll roll, List<FleetRoll> done) {
    done.add(roll);
    each.accept(roll);
    return roll.outcome();
  }

  private FleetRoll begun(Pilot pilot, Request request)
      throws RepaveException, IOException, InterruptedException {
    // With the lease in hand nobody else can hold the fleet any more.
    Optional<FleetRoll> held = held();
    if (held.isPresent()) {
      return held.get();
    }
    Opening opening = pilot.open(request.image(), request.reason(), request.again());
    return opening instanceof Opening.Opened
        ? Standing.of(pilot.fly(state -> request.until().reached(fleet.policy(), state)))
        : unopened(opening);
  }

  private FleetRoll unopened(Opening opening) {
    if (opening instanceof Opening.Refused refused) {
      return new FleetRoll.Refused(fleet.id(), refused.reason());
    }
    if (opening instanceof Opening.Idle idle) {
      return new FleetRoll.Idle(fleet.id(), idle.reason());
    }
    throw new IllegalStateException("neither refused nor idle: " + opening);
  }

  private Opening opening(FleetView view, Optional<RolloutState> latest, Image image, boolean again)
      throws RepaveException {
    List<Alarm> alarms = Pilot.alarms(fleet, provider.gauges());
    return Opening.open(fleet, image, view, latest, alarms, "plan", again, provider.time().now());
  }

  /** Machines that the candidate will have. */
  private int machines(RolloutState opened, FleetView view) {
    return opened
        .from()
        .flatMap(from -> view.find(from.generation()))
        .map(Generation::desired)
        .orElse(fleet.capacity().desired());
  }

  /**
   * What there is too little of for a candidate, before anything begins; without the lease, because
   * asking for machines may take longer than a lease lasts.
   */
  private List<Line> lacking(Request request) throws RepaveException {
    FleetView view = provider.fleets().observe(fleet);
    Optional<RolloutState> latest = Pilot.latest(provider.journal(fleet));
    // Whatever else it is, the opening under the lease says so with the facts of that moment.
    if (!(opening(view, latest, request.image(), request.again())
        instanceof Opening.Opened opened)) {
      return List.of();
    }
    int machines = machines(opened.state(), view);
    List<Line> room = noted(provider.headroom().check(fleet, machines));
    if (fits(room) && fleet.policy().capacityProbe()) {
      room = noted(provider.headroom().probe(fleet, machines));
    }
    return fits(room) ? List.of() : room;
  }

  private List<Line> noted(List<Line> room) {
    for (Line line : room) {
      narrator.note("%s  %s".formatted(fleet.id(), line.text()));
    }
    return room;
  }

  private static boolean fits(List<Line> room) {
    return room.stream().allMatch(Line::enough);
  }

  /** Brings the open rollout to its end; a warm previous generation is let go early. */
  private Standing finish() throws RepaveException, IOException, InterruptedException {
    return flight()
        .lead(
            pilot -> {
              Optional<RolloutState> open = pilot.latest().filter(s -> !s.ended());
              if (open.isPresent() && retained(open.get())) {
                provider
                    .signals()
                    .post(
                        fleet.id(),
                        Signal.Kind.RELEASE,
                        operator.name(),
                        "the next rollout begins");
              } else if (open.isPresent()) {
                narrator.note(
                    "Going on with %s, which is in %s"
                        .formatted(open.get().id(), open.get().phase()));
              }
              return Standing.of(Flight.toItsEnd(pilot));
            });
  }

  private static boolean retained(RolloutState state) {
    return state.stage() instanceof Stage.Retaining;
  }

  private Flight flight() {
    return new Flight(provider, fleet, operator, narrator);
  }
}
