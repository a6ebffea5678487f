package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Judged;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Observation.Tried;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.plan.Holds;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.port.Watcher;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drives one rollout, turn by turn: observe, decide, record, act, record.
 *
 * <p>A turn assumes nothing about the turn before it. After a crash a new engine with the journal's
 * latest state goes on as if nothing had happened.
 */
public final class Engine {
  /** How long the world may stay unobservable before the engine gives up; nothing is lost by it. */
  public static final Duration BLIND_MAX = Duration.ofMinutes(10);

  /** Pause after a failed look, so that an outage is not answered with a flood of calls. */
  private static final Duration BLIND_POLL = Duration.ofSeconds(2);

  private final Fleet fleet;
  private final Ports ports;
  private final Decider decider;
  private final Watcher watcher;
  private final Holding holding;
  private final Eye eye;
  private final Hand hand;
  private final Vigil vigil;
  private RolloutState state;
  private List<Tried> tried = List.of();
  private List<Action> lastActions = List.of();
  private Optional<Instant> blindSince = Optional.empty();

  /**
   * Takes over a rollout whose lease the caller holds.
   *
   * @param lastSign when somebody was last known to look after it
   */
  Engine(
      Fleet fleet,
      Ports ports,
      Decider decider,
      Watcher watcher,
      Holding holding,
      RolloutState state,
      Instant lastSign) {
    this.fleet = fleet;
    this.ports = ports;
    this.decider = decider;
    this.watcher = watcher;
    this.holding = holding;
    this.eye = new Eye(ports);
    this.hand = new Hand(ports);
    this.state = state;
    this.vigil = new Vigil(lastSign);
  }

  public RolloutState state() {
    return state;
  }

  /** Whether there is nothing to do until a person acts, or ever. */
  public boolean atRest() {
    return state.ended() || state.halted();
  }

  /** One turn. Returns when to take the next one. */
  public Instant turn() throws JournalException, LeaseHeldException, IOException, BlindException {
    holding.renewed();
    Instant began = ports.time().now();
    Observation seen;
    try {
      seen = eye.look(fleet, state, vigil, tried);
    } catch (ProviderException unreadable) {
      return blind(String.valueOf(unreadable.getMessage()));
    }
    holding.renewed();
    Instant now = ports.time().now();
    Duration look = Duration.between(began, now);
    if (!vigil.fresh(look)) {
      return blind("looking took %s s, longer than before".formatted(look.toSeconds()));
    }
    blindSince = Optional.empty();
    Decision decision = decider.decide(fleet, state, seen, now);
    record(seen, decision);
    RolloutState before = state;
    state = decision.next();
    watcher.turned(fleet, seen.fleet(), decision, now);
    tried = act(decision, began);
    // After an effect the next look is due at once: what it changed decides what comes next. A
    // failed effect waits for its turn, so that a refusal is not answered with a flood of calls.
    boolean moved = before.phase() != state.phase() || before.course() != state.course();
    boolean effective =
        tried.size() == decision.actions().size()
            && !tried.isEmpty()
            && tried.stream().allMatch(t -> t.failure().isEmpty());
    Instant next = moved || (effective && !sameActions(decision)) ? now : decision.lookAgain();
    vigil.next(next);
    return next;
  }

  private boolean sameActions(Decision decision) {
    boolean same = decision.actions().equals(lastActions);
    lastActions = decision.actions();
    return same;
  }

  private void record(Observation seen, Decision decision) throws JournalException {
    long heard = decision.next().signalSeen();
    for (Signal signal : seen.signals()) {
      if (signal.number() > state.signalSeen() && signal.number() <= heard) {
        heard(signal);
      }
    }
    boolean news = !decision.next().equals(state) || !decision.actions().isEmpty();
    if (news) {
      Decided decided = new Decided(decision.next(), decision.why(), decision.actions());
      ports.journal().append(decided, holding.epoch());
    }
  }

  private void heard(Signal signal) throws JournalException {
    Optional<JournalEntry.OnFleet> word = Holds.word(signal);
    if (word.isPresent()) {
      FleetWords.keep(ports.journal(), word.get(), holding.epoch());
    } else {
      ports.journal().append(new Judged(state.id(), signal), holding.epoch());
    }
  }

  private List<Tried> act(Decision decision, Instant seenAt)
      throws JournalException, LeaseHeldException, IOException {
    List<Tried> results = new ArrayList<>();
    for (Action action : decision.actions()) {
      // After a slow call the rest of a decision is dropped: the next turn decides from fresh
      // facts.
      if (ports.time().now().isAfter(seenAt.plus(vigil.age()))) {
        break;
      }
      Tried result = hand.act(fleet, state.id(), action, holding);
      results.add(result);
      if (result.failure().isPresent()) {
        // The rest was decided on the assumption that this one worked: look again first.
        break;
      }
    }
    return results;
  }

  private Instant blind(String reason) throws BlindException {
    Instant now = ports.time().now();
    Instant since = blindSince.orElse(now);
    blindSince = Optional.of(since);
    tried = List.of();
    if (!now.isBefore(since.plus(BLIND_MAX))) {
      throw new BlindException(
          "fleet %s could not be observed since %s: %s; nothing is lost, resume the rollout when it can"
              .formatted(fleet.id(), since, reason));
    }
    return now.plus(BLIND_POLL);
  }

  /** The world could not be observed for too long. */
  public static final class BlindException extends RepaveException {
    private static final long serialVersionUID = 1L;

    BlindException(String message) {
      super(message);
    }
  }
}
