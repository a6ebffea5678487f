package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.operation.Kept.Result;
import com.pharmaserv.repave.plan.Quarantining;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps a machine apart for forensics. Where somebody drives the fleet's rollout, they are asked to
 * do it, since nobody else may act on the fleet; otherwise it is done here, whether or not a
 * rollout is open.
 */
public final class QuarantineMachine {
  /** As many names of machines as a message may have. */
  private static final int NAMED_MAX = 12;

  private final Place place;
  private final Operator operator;
  private final Narrator narrator;

  /** In one environment. */
  public QuarantineMachine(Place place, Operator operator, Narrator narrator) {
    this.place = place;
    this.operator = operator;
    this.narrator = narrator;
  }

  private Provider provider() {
    return place.provider();
  }

  /** What would be done; changes nothing. */
  public Kept plan(Suspicion suspicion) throws RepaveException {
    Fleet fleet = fleetOf(suspicion.machine());
    return kept(true, fleet, suspicion, look(fleet, suspicion));
  }

  /**
   * Does it.
   *
   * @throws RequestException if the environment has no such machine
   * @throws ProviderException if it was not done to its end; asked for again it goes on
   */
  public Kept quarantine(Suspicion suspicion)
      throws RepaveException, IOException, InterruptedException {
    Fleet fleet = fleetOf(suspicion.machine());
    Quarantining before = look(fleet, suspicion);
    if (before instanceof Quarantining.Refused) {
      return kept(false, fleet, suspicion, before);
    }
    try {
      return kept(false, fleet, suspicion, here(fleet, suspicion));
    } catch (LeaseHeldException held) {
      if (before instanceof Quarantining.Kept) {
        return kept(false, fleet, suspicion, before);
      }
      return asked(fleet, suspicion, held);
    }
  }

  private Quarantining here(Fleet fleet, Suspicion suspicion)
      throws RepaveException, IOException, InterruptedException {
    return new Flight(provider(), fleet, operator, narrator)
        .<Quarantining>lead(pilot -> pilot.quarantine(suspicion, operator.name()));
  }

  private Quarantining look(Fleet fleet, Suspicion suspicion) throws RepaveException {
    return Quarantining.of(
        fleet,
        provider().fleets().observe(fleet),
        provider().fleets().quarantined(place.environment().id()),
        suspicion,
        operator.name());
  }

  private static Kept kept(boolean plan, Fleet fleet, Suspicion suspicion, Quarantining answer) {
    if (answer instanceof Quarantining.Agreed agreed) {
      return kept(plan, fleet, suspicion, Result.QUARANTINED, agreed.reason());
    }
    return answer instanceof Quarantining.Kept already
        ? kept(plan, fleet, suspicion, Result.ALREADY, already.reason())
        : kept(plan, fleet, suspicion, Result.REFUSED, ((Quarantining.Refused) answer).reason());
  }

  private static Kept kept(
      boolean plan, Fleet fleet, Suspicion suspicion, Result result, Reason why) {
    return new Kept(plan, fleet.id(), suspicion.machine(), result, why);
  }

  /** Asks whoever drives the open rollout, and waits for the outcome in the journal. */
  private Kept asked(Fleet fleet, Suspicion suspicion, LeaseHeldException held)
      throws RepaveException, IOException, InterruptedException {
    Optional<RolloutState> open =
        Pilot.latest(provider().journal(fleet)).filter(state -> !state.ended());
    if (open.isEmpty()) {
      // Somebody sweeps, repairs or takes the fleet down, which listens to nobody.
      throw held;
    }
    Signal word =
        provider()
            .signals()
            .post(fleet.id(), Signal.Kind.QUARANTINE, operator.name(), suspicion.text());
    return Listening.until(provider().time(), () -> answered(fleet, suspicion, word))
        .orElseGet(
            () ->
                kept(
                    false,
                    fleet,
                    suspicion,
                    Result.UNHEARD,
                    Reason.of(ReasonCode.NOT_HEARD, held.lease().holder(), Listening.MAX)));
  }

  private Optional<Kept> answered(Fleet fleet, Suspicion suspicion, Signal word)
      throws RepaveException, IOException, InterruptedException {
    Heard heard = Heard.of(provider().journal(fleet).records(), word, suspicion.machine());
    if (heard.failure().isPresent()) {
      throw new ProviderException(heard.failure().get().kind(), heard.failure().get().message());
    }
    if (heard.decided().isPresent()) {
      Result result = heard.done() ? Result.QUARANTINED : Result.REFUSED;
      return Optional.of(kept(false, fleet, suspicion, result, heard.decided().get()));
    }
    // Once they have gone, whoever comes next finds the machine gone and says so.
    return provider().leases().current(fleet.id()).isEmpty()
        ? Optional.of(kept(false, fleet, suspicion, here(fleet, suspicion)))
        : Optional.empty();
  }

  private Fleet fleetOf(String machine) throws RepaveException {
    Environment environment = place.environment();
    List<Generation> generations = provider().fleets().all(environment.id());
    Optional<FleetId> running =
        generations.stream()
            .filter(g -> g.machines().stream().anyMatch(m -> m.id().equals(machine)))
            .map(g -> g.id().fleet())
            .findFirst();
    Optional<FleetId> found =
        running.isPresent()
            ? running
            : provider().fleets().quarantined(environment.id()).stream()
                .filter(q -> q.machine().equals(machine))
                .map(Quarantined::generation)
                .map(generation -> generation.fleet())
                .findFirst();
    if (found.isEmpty()) {
      throw new RequestException(
          "environment '%s' has no machine '%s'; %s"
              .formatted(environment.name(), machine, named(generations)));
    }
    return environment
        .fleet(found.get().name())
        .orElseThrow(
            () ->
                new RequestException(
                    "machine '%s' is of fleet '%s', which the file of environment '%s' does not describe; describe it again"
                        .formatted(machine, found.get().name(), environment.name())));
  }

  private static String named(List<Generation> generations) {
    List<String> names =
        generations.stream()
            .flatMap(generation -> generation.machines().stream())
            .map(Machine::id)
            .sorted()
            .toList();
    if (names.isEmpty()) {
      return "it has none";
    }
    Stream<String> some = names.stream().limit(NAMED_MAX);
    int more = names.size() - NAMED_MAX;
    return "it has: "
        + String.join(", ", some.toList())
        + (more > 0 ? " and %s more".formatted(more) : "");
  }
}
