package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Held;
import com.pharmaserv.repave.model.JournalEntry.OnFleet;
import com.pharmaserv.repave.model.JournalEntry.Released;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Holds;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a fleet as it is until a person releases it, and releases it. Both stand in the fleet's
 * journal. Where somebody drives the fleet's rollout, they are asked to write it down, since nobody
 * else may; the rollout goes on.
 */
public final class HoldFleet {
  private final Provider provider;
  private final Fleet fleet;
  private final Operator operator;
  private final Narrator narrator;

  /** For one fleet. */
  public HoldFleet(Provider provider, Fleet fleet, Operator operator, Narrator narrator) {
    this.provider = provider;
    this.fleet = fleet;
    this.operator = operator;
    this.narrator = narrator;
  }

  /**
   * What was done; in a plan, what would be.
   *
   * @param hold what the fleet is held by now; in a plan, would be
   * @param replaced the hold before, which is over now
   * @param letGo images that a rollback had kept from the fleet, and that may roll there again
   * @param open the rollout that is open, which a hold does not stop
   */
  public record Holding(
      boolean plan,
      FleetId fleet,
      Result result,
      Optional<Hold> hold,
      Optional<Hold> replaced,
      List<ImageId> letGo,
      Optional<RolloutId> open,
      Reason why)
      implements Answer {
    public Holding {
      letGo = List.copyOf(letGo);
    }

    @Override
    public Outcome outcome() {
      return result == Result.UNHEARD ? Outcome.HELD : Outcome.DONE;
    }
  }

  /** How it stands with the fleet. */
  public enum Result {
    HELD,
    RELEASED,
    /** Nothing was held, so that there was nothing to release. */
    FREE,
    /** Whoever drives the fleet has not written it down yet. */
    UNHEARD
  }

  /** How the fleet stood before. */
  private record Before(Optional<Hold> hold, List<ImageId> images, Optional<RolloutId> open) {}

  /** What {@link #hold} would do; changes nothing. */
  public Holding planHold(String reason, Optional<Instant> until) throws RepaveException {
    return held(true, before(), asked(reason, until));
  }

  /**
   * Holds the fleet.
   *
   * @param until when that ends by itself; empty if a person must release it
   */
  public Holding hold(String reason, Optional<Instant> until)
      throws RepaveException, IOException, InterruptedException {
    Hold asked = asked(reason, until);
    Before before = before();
    Optional<OnFleet> written = write(new Held(asked), Signal.Kind.HOLD, asked.text());
    return written.isPresent()
        ? held(false, before, ((Held) written.get()).hold())
        : unheard(before);
  }

  /** What {@link #release} would do; changes nothing. */
  public Holding planRelease(String reason) throws RepaveException {
    return released(true, before(), reason);
  }

  /** Releases the fleet, and the images that its own history keeps from it. */
  public Holding release(String reason) throws RepaveException, IOException, InterruptedException {
    Before before = before();
    boolean nothing = before.hold().isEmpty() && before.images().isEmpty();
    Released word = new Released(operator.name(), reason, provider.time().now());
    return nothing || write(word, Signal.Kind.LET_GO, reason).isPresent()
        ? released(false, before, reason)
        : unheard(before);
  }

  private Hold asked(String reason, Optional<Instant> until) {
    return new Hold(operator.name(), reason, provider.time().now(), until);
  }

  private Before before() throws RepaveException {
    Journal journal = provider.journal(fleet);
    return new Before(
        journal.hold().filter(hold -> hold.inForce(provider.time().now())),
        Holds.of(journal.records()).keySet().stream()
            .sorted(Comparator.comparing(ImageId::full))
            .toList(),
        Pilot.latest(journal).filter(state -> !state.ended()).map(RolloutState::id));
  }

  private Holding held(boolean plan, Before before, Hold hold) {
    return new Holding(
        plan,
        fleet.id(),
        Result.HELD,
        Optional.of(hold),
        before.hold(),
        List.of(),
        before.open(),
        hold.why());
  }

  private Holding released(boolean plan, Before before, String reason) {
    boolean nothing = before.hold().isEmpty() && before.images().isEmpty();
    return new Holding(
        plan,
        fleet.id(),
        nothing ? Result.FREE : Result.RELEASED,
        Optional.empty(),
        before.hold(),
        before.images(),
        before.open(),
        nothing
            ? Reason.of(ReasonCode.NOTHING_HELD, fleet.id())
            : Reason.of(ReasonCode.FLEET_RELEASED, operator.name(), reason));
  }

  private Holding unheard(Before before) throws IOException {
    String holder =
        provider.leases().current(fleet.id()).map(lease -> lease.holder()).orElse("somebody");
    return new Holding(
        false,
        fleet.id(),
        Result.UNHEARD,
        before.hold(),
        Optional.empty(),
        List.of(),
        before.open(),
        Reason.of(ReasonCode.NOT_HEARD, holder, Listening.MAX));
  }

  /**
   * Writes the word down, or has it written.
   *
   * @return the entry in the journal; empty if whoever has the lease has not answered
   */
  private Optional<OnFleet> write(OnFleet word, Signal.Kind kind, String text)
      throws RepaveException, IOException, InterruptedException {
    try {
      note(word);
      return Optional.of(word);
    } catch (LeaseHeldException held) {
      boolean open = Pilot.latest(provider.journal(fleet)).filter(s -> !s.ended()).isPresent();
      if (!open) {
        // Somebody sweeps, repairs or takes the fleet down, which listens to nobody.
        throw held;
      }
      Signal said = provider.signals().post(fleet.id(), kind, operator.name(), text);
      OnFleet expected = Holds.word(said).orElseThrow();
      return Listening.until(provider.time(), () -> heard(expected));
    }
  }

  private Optional<OnFleet> heard(OnFleet word)
      throws RepaveException, IOException, InterruptedException {
    boolean written =
        provider.journal(fleet).records().stream().anyMatch(r -> r.entry().equals(word));
    if (written) {
      return Optional.of(word);
    }
    if (provider.leases().current(fleet.id()).isPresent()) {
      return Optional.empty();
    }
    try {
      // They have gone. Whoever goes on finds the word in the journal, and does not repeat it.
      note(word);
      return Optional.of(word);
    } catch (LeaseHeldException anotherCame) {
      return Optional.empty();
    }
  }

  private void note(OnFleet word) throws RepaveException, IOException, InterruptedException {
    new Flight(provider, fleet, operator, narrator)
        .<OnFleet>lead(
            pilot -> {
              pilot.note(word);
              return word;
            });
  }
}
