package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.Obstacles;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows fleets, their traffic and their rollouts; changes nothing. */
public final class ShowFleets {
  /** Causes of causes that are looked at. */
  private static final int CAUSES_MAX = 10;

  private ShowFleets() {}

  /** All fleets that were asked for. */
  public record Status(List<FleetStatus> fleets) implements Answer {
    public Status {
      fleets = List.copyOf(fleets);
    }

    @Override
    public Outcome outcome() {
      boolean all =
          fleets.stream()
              .allMatch(fleet -> fleet.unreachable().isEmpty() && fleet.problem().isEmpty());
      return all ? Outcome.DONE : Outcome.FAILED;
    }
  }

  /** The fleets of the environments as they are now. */
  public static Status show(List<Place> places) throws RepaveException, IOException {
    List<FleetStatus> all = new ArrayList<>();
    for (Place place : places) {
      Apart apart = Apart.of(place);
      for (Fleet fleet : place.environment().fleets()) {
        all.add(status(place.provider(), fleet, apart));
      }
    }
    return new Status(all);
  }

  /** Machines in quarantine of a whole environment, or why they cannot be told. */
  private record Apart(List<Quarantined> machines, Optional<String> problem) {
    static Apart of(Place place) {
      try {
        return new Apart(
            place.provider().fleets().quarantined(place.environment().id()), Optional.empty());
      } catch (ProviderException unreadable) {
        return new Apart(List.of(), Optional.of(String.valueOf(unreadable.getMessage())));
      }
    }

    List<Quarantined> of(Fleet fleet) {
      return machines.stream().filter(m -> m.generation().fleet().equals(fleet.id())).toList();
    }
  }

  /** What cannot be read of one fleet must not hide the others. */
  private static FleetStatus status(Provider provider, Fleet fleet, Apart apart)
      throws RepaveException, IOException {
    Optional<Decided> decided = Optional.empty();
    Optional<Lease> lease = Optional.empty();
    Optional<Hold> hold = Optional.empty();
    Optional<String> problem = Optional.empty();
    Optional<Journal> journal = Optional.empty();
    try {
      journal = Optional.of(provider.journal(fleet));
      decided = journal.get().latest();
      hold = journal.get().hold().filter(held -> held.inForce(provider.time().now()));
      lease = provider.leases().current(fleet.id());
    } catch (JournalException | IOException unreadable) {
      if (outOfReach(unreadable)) {
        throw unreadable;
      }
      problem = Optional.of(String.valueOf(unreadable.getMessage()));
    }
    Optional<FleetView> view = Optional.empty();
    Optional<String> unreachable = Optional.empty();
    try {
      view = Optional.of(provider.fleets().observe(fleet));
    } catch (ProviderException away) {
      unreachable = Optional.of(String.valueOf(away.getMessage()));
    }
    if (problem.isEmpty() && journal.isPresent() && view.isPresent()) {
      problem = behind(provider, fleet, journal.get(), view.get());
    }
    Optional<RolloutState> state = decided.map(Decided::state);
    Optional<Placement> active = state.flatMap(RolloutState::active);
    Optional<Image> image =
        active.isPresent() ? provider.images().find(active.get().image()) : Optional.empty();
    Optional<String> said = problem;
    boolean away = unreachable.isPresent();
    return new FleetStatus(
        fleet.id(),
        view,
        view.map(Obstacles::of).orElse(List.of()),
        state,
        why(fleet, decided),
        lease,
        hold,
        image,
        apart.of(fleet),
        unreachable,
        // What cannot be observed at all has said so.
        said.or(() -> away ? Optional.empty() : apart.problem()));
  }

  private static Optional<String> behind(
      Provider provider, Fleet fleet, Journal journal, FleetView view) throws ProviderException {
    try {
      WholeJournal.require(provider, fleet, journal, view);
      return Optional.empty();
    } catch (JournalException behind) {
      return Optional.of(String.valueOf(behind.getMessage()));
    }
  }

  /** What is waited for is not journaled turn by turn; that a person must decide has to be said. */
  private static Optional<Reason> why(Fleet fleet, Optional<Decided> decided) {
    boolean asked =
        decided.filter(latest -> Until.awaitsApproval(fleet.policy(), latest.state())).isPresent();
    return asked ? Optional.of(Reason.of(ReasonCode.APPROVAL_AWAITED)) : decided.map(Decided::why);
  }

  /** What keeps the journal of one fleet away keeps those of all: the provider itself. */
  private static boolean outOfReach(Exception unreadable) {
    Throwable cause = unreadable;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      if (cause instanceof ProviderException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
