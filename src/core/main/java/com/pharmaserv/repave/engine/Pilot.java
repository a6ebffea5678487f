package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.engine.Engine.BlindException;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalEntry.OnFleet;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.plan.Holds;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.plan.Quarantining;
import com.pharmaserv.repave.plan.Repair;
import com.pharmaserv.repave.plan.TearDown;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Watcher;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes a fleet's lease and flies its rollout. Closing it gives the lease back; the rollout itself
 * stays where it is, for whoever takes over.
 */
public final class Pilot implements AutoCloseable {
  private final Fleet fleet;
  private final Ports ports;
  private final Decider decider;
  private final Watcher watcher;
  private final Holding holding;

  /** When somebody was last known to look after the fleet. */
  private Instant lastSign;

  private Pilot(Fleet fleet, Ports ports, Decider decider, Watcher watcher, Holding holding) {
    this.fleet = fleet;
    this.ports = ports;
    this.decider = decider;
    this.watcher = watcher;
    this.holding = holding;
    this.lastSign = ports.time().now();
  }

  /**
   * Takes the lease.
   *
   * @param holder who takes it, for the messages others will read
   */
  public static Pilot take(
      Fleet fleet, Ports ports, Decider decider, Watcher watcher, String holder)
      throws LeaseHeldException, IOException, JournalException, ProviderException {
    Holding holding =
        new Holding(ports.leases(), ports.time(), ports.leases().acquire(fleet.id(), holder));
    Pilot pilot = new Pilot(fleet, ports, decider, watcher, holding);
    try {
      Optional<Head> acted = ports.fleets().fence(fleet, holding.epoch());
      pilot.settle(acted);
      pilot.keepWords();
      return pilot;
    } catch (JournalException | ProviderException | IOException | RuntimeException failed) {
      holding.release();
      throw failed;
    }
  }

  /** The fleet's latest rollout, ended or not. */
  public static Optional<RolloutState> latest(Journal journal) throws JournalException {
    return journal.latest().map(Decided::state);
  }

  public Optional<RolloutState> latest() throws JournalException {
    return latest(ports.journal());
  }

  /**
   * An intent without an outcome is a crash's trace: its outcome is unknown, and said to be.
   *
   * @param acted an intent that the provider has acted on, without which the journal is not whole
   */
  private void settle(Optional<Head> acted) throws JournalException {
    List<JournalRecord> records = ports.journal().records();
    if (acted.isPresent()) {
      require(acted.get());
    }
    Set<Long> open = new HashSet<>();
    for (JournalRecord record : records) {
      // What is appended below is this process's own sign of life, not the other one's.
      lastSign = record.at();
      JournalEntry entry = record.entry();
      if (entry instanceof Intended) {
        open.add(record.number());
      } else if (entry instanceof Happened happened) {
        open.remove(happened.intent());
      }
    }
    for (long intent : open.stream().sorted().toList()) {
      Failure unknown =
          new Failure(
              Failure.Kind.UNKNOWN_OUTCOME, "the engine ended before the outcome was recorded");
      ports.journal().append(new Happened(intent, Optional.of(unknown)), holding.epoch());
    }
  }

  /**
   * Words about the fleet that came too late for the rollout which was open then: the next one will
   * not hear them.
   */
  private void keepWords() throws JournalException, IOException {
    Optional<RolloutState> over = latest().filter(RolloutState::ended);
    if (over.isPresent()) {
      for (Signal signal : ports.signals().pending(fleet.id(), over.get().signalSeen())) {
        Optional<JournalEntry.OnFleet> word = Holds.word(signal);
        if (word.isPresent()) {
          FleetWords.keep(ports.journal(), word.get(), holding.epoch());
        }
      }
    }
  }

  private void require(Head acted) throws JournalException {
    Optional<String> missing = ports.journal().lacks(acted);
    if (missing.isPresent()) {
      throw behind(fleet.id(), missing.get());
    }
  }

  /** Says that a journal is not the whole one. */
  public static JournalException behind(FleetId fleet, String missing) {
    return new JournalException(
        "journal of %s: %s; restore a copy that has it".formatted(fleet, missing));
  }

  /** Opens a rollout, if it may begin; an opened one is in the journal when this returns. */
  public Opening open(Image image, String reason, boolean again)
      throws JournalException, ProviderException, IOException {
    Opening opening =
        Opening.open(
            fleet,
            image,
            ports.fleets().observe(fleet),
            latest(),
            alarms(fleet, ports.gauges()),
            reason,
            again,
            ports.time().now());
    if (!(opening instanceof Opening.Opened opened)) {
      return opening;
    }
    RolloutState state = deaf(opened.state());
    ports
        .journal()
        .append(
            new Decided(state, Reason.of(ReasonCode.OPENED, reason), List.of()), holding.epoch());
    lastSign = ports.time().now();
    return new Opening.Opened(state);
  }

  /**
   * To every word that was said before it began: an abort that an earlier rollout ended without
   * hearing must not stop this one.
   */
  private RolloutState deaf(RolloutState opened) throws IOException {
    return ports.signals().pending(fleet.id(), opened.signalSeen()).stream()
        .mapToLong(Signal::number)
        .max()
        .stream()
        .mapToObj(opened::heard)
        .findFirst()
        .orElse(opened);
  }

  /** The fleet's alarms, which must not fire when a rollout begins. */
  public static List<Alarm> alarms(Fleet fleet, Gauges gauges) throws ProviderException {
    List<String> names = fleet.policy().alarms();
    return names.isEmpty() ? List.of() : gauges.alarms(fleet, names);
  }

  /** The engine of the open rollout. */
  public Engine engine() throws JournalException {
    RolloutState state =
        latest()
            .filter(s -> !s.ended())
            .orElseThrow(
                () -> new IllegalStateException("fleet " + fleet.id() + " has no open rollout"));
    return new Engine(fleet, ports, decider, watcher, holding, state, lastSign);
  }

  /** Flies on until the rollout ends, halts, or is far enough. */
  public RolloutState fly(Predicate<RolloutState> farEnough)
      throws JournalException,
          LeaseHeldException,
          IOException,
          BlindException,
          InterruptedException {
    Engine engine = engine();
    // A halted rollout gets one turn even so: somebody may have asked for something.
    do {
      Instant next = engine.turn();
      if (!engine.atRest() && !farEnough.test(engine.state())) {
        sleep(next);
      }
    } while (!engine.atRest() && !farEnough.test(engine.state()));
    return engine.state();
  }

  /** Removes generations that no rollout knows, and what is left of others; returns how many. */
  public int sweep()
      throws JournalException,
          LeaseHeldException,
          IOException,
          ProviderException,
          InterruptedException {
    return new Janitor(fleet, ports, holding).sweep(latest());
  }

  /**
   * Puts the route right, if it may be.
   *
   * @throws ProviderException if the weights could not be set
   */
  public Repair repair()
      throws JournalException, LeaseHeldException, IOException, ProviderException {
    Optional<RolloutState> latest = latest();
    Repair repair = Repair.of(fleet, ports.fleets().observe(fleet), latest);
    if (repair instanceof Repair.Shift shift) {
      RolloutId rollout = latest.orElseThrow().id();
      new Hand(ports).must(fleet, rollout, shift.action(), holding);
    }
    return repair;
  }

  /**
   * Takes the whole fleet down, if it may be. The word is in the journal before anything happens:
   * if this ends halfway, a sweep ends what it began.
   *
   * @param word who wants it and why
   * @throws ProviderException if something could not be removed within the policy's bound
   */
  public TearDown tearDown(Reason word)
      throws JournalException,
          LeaseHeldException,
          IOException,
          ProviderException,
          InterruptedException {
    FleetView view = ports.fleets().observe(fleet);
    TearDown tearDown = TearDown.of(fleet, view, latest(), word, ports.time().now());
    if (tearDown instanceof TearDown.Agreed agreed) {
      ports.journal().append(new Decided(agreed.state(), word, List.of()), holding.epoch());
      if (agreed.shift().isPresent()) {
        new Hand(ports).must(fleet, agreed.state().id(), agreed.shift().get(), holding);
      }
    }
    if (!(tearDown instanceof TearDown.Refused)) {
      sweep();
    }
    return tearDown;
  }

  /**
   * Keeps a machine of the fleet apart, if it may be; while a rollout is open, it sees one machine
   * fewer when it goes on.
   *
   * @param by who wants it
   * @throws ProviderException if it could not be done to its end; asked for again it goes on
   */
  public Quarantining quarantine(Suspicion suspicion, String by)
      throws JournalException, LeaseHeldException, IOException, ProviderException {
    FleetView view = ports.fleets().observe(fleet);
    List<Quarantined> kept = ports.fleets().quarantined(fleet.id().environment());
    Quarantining answer = Quarantining.of(fleet, view, kept, suspicion, by);
    if (answer instanceof Quarantining.Agreed agreed) {
      keepApart(agreed.action(), view);
    } else if (answer instanceof Quarantining.Kept again) {
      keepApart(again.action(), view);
    }
    return answer;
  }

  private void keepApart(Quarantine action, FleetView view)
      throws JournalException, LeaseHeldException, IOException, ProviderException {
    Optional<RolloutId> launched = view.find(action.generation()).map(Generation::rollout);
    // Of a machine whose generation is gone and whose journal was lost, nothing else is known.
    RolloutId rollout =
        latest().map(RolloutState::id).or(() -> launched).orElse(new RolloutId(fleet.id(), 1));
    new Hand(ports).must(fleet, rollout, action, holding);
  }

  /** Writes down what a person said about the fleet. */
  public void note(OnFleet word) throws JournalException {
    ports.journal().append(word, holding.epoch());
  }

  /** Sleeps in spans short enough to keep the lease. */
  private void sleep(Instant until) throws LeaseHeldException, IOException, InterruptedException {
    Instant now = ports.time().now();
    while (now.isBefore(until)) {
      Instant renewal = now.plus(Leases.TERM.dividedBy(3));
      ports.time().sleepUntil(renewal.isBefore(until) ? renewal : until);
      holding.renewed();
      now = ports.time().now();
    }
  }

  @Override
  public void close() throws IOException {
    holding.release();
  }
}
