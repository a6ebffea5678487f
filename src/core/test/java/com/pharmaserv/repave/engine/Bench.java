package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.port.Checks;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.sim.MemoryStore;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.SimLeases;
import com.pharmaserv.repave.sim.SimProvider;
import com.pharmaserv.repave.sim.SimTime;
import com.pharmaserv.repave.sim.World;
import com.pharmaserv.repave.simulation.Scenarios;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fleet in a simulated cloud in which each call takes 20 ms, with everything that is done to it
 * on tape, and a decider that says what a test wants.
 */
final class Bench {
  static final Duration CALL = Duration.ofMillis(20);

  /** When a decision wants the next look, unless a test says otherwise. */
  static final Duration LOOK = Duration.ofSeconds(5);

  final World world;
  final Tape tape;
  final SimLeases leases;
  final SimProvider provider;
  Ports ports;
  final List<Signal> inbox = new ArrayList<>();
  final List<Checks.Run> runs = new ArrayList<>();

  /** What the decider was shown, turn by turn. */
  final List<Observation> seen = new ArrayList<>();

  /** What the watcher was told, turn by turn. */
  final List<String> watched = new ArrayList<>();

  Decider decider = (fleet, state, observed, now) -> decision(state, now);

  Bench(Fleet fleet) {
    world = new World(fleet, 1);
    world.image(Scenarios.OLD, SimImage.GOOD);
    world.image(Scenarios.NEW, SimImage.GOOD);
    world.begin(Scenarios.OLD);
    world.latency(CALL.plusMillis(1));
    tape = new Tape(world);
    leases = new SimLeases(world);
    MemoryStore store = new MemoryStore(tape);
    SimTime time = new SimTime(world);
    provider = new SimProvider(world, tape, leases, store);
    Journal journal = new TapedJournal(new ChainedJournal(store, time), tape);
    ports =
        new Ports(
            provider,
            provider,
            provider,
            provider,
            this::check,
            journal,
            new TapedLeases(leases, tape),
            new Inbox(inbox),
            time);
  }

  /** Somebody deletes the journal, with its head. */
  void forgetJournal() {
    Journal empty = new ChainedJournal(new MemoryStore(tape), new SimTime(world));
    ports =
        new Ports(
            provider,
            provider,
            provider,
            provider,
            this::check,
            empty,
            ports.leases(),
            ports.signals(),
            ports.time());
  }

  static Bench routed() {
    return new Bench(
        Scenarios.fleet(3, true, Scenarios.policy(false, Duration.ofSeconds(20), 50, 100)));
  }

  Fleet fleet() {
    return world.fleet();
  }

  Pilot take() throws RepaveException, IOException {
    return Pilot.take(fleet(), ports, this::decide, this::turned, "pilot");
  }

  /** The engine of a rollout that has just been opened, with a fresh tape. */
  Engine engine() throws RepaveException, IOException {
    Pilot pilot = take();
    pilot.open(provider.image(Scenarios.NEW), "test", false);
    Engine engine = pilot.engine();
    tape.clear();
    return engine;
  }

  /** A lease that is held from now on. */
  Holding holding() throws RepaveException, IOException {
    return new Holding(ports.leases(), ports.time(), leases.acquire(fleet().id(), "pilot"));
  }

  /** Somebody takes the lease, which has run out. */
  void steal() {
    world.advance(Leases.TERM);
    try {
      leases.acquire(fleet().id(), "rival");
    } catch (Leases.LeaseHeldException held) {
      throw new AssertionError(held);
    }
  }

  void post(Signal.Kind kind) {
    post(kind, "");
  }

  Signal post(Signal.Kind kind, String text) {
    Signal signal = new Signal(inbox.size() + 1L, kind, "anna", text, world.now());
    inbox.add(signal);
    return signal;
  }

  /** From now on the decider stays where it is and wants these actions. */
  void wants(Action... actions) {
    decider = (fleet, state, observed, now) -> decision(state, now, actions);
  }

  /** From now on the decider goes there. */
  void goes(RolloutState next) {
    decider = (fleet, state, observed, now) -> decision(next, now);
  }

  static Decision decision(RolloutState next, Instant now, Action... actions) {
    Reason why = Reason.of(ReasonCode.OPENED, "test");
    return new Decision(next, List.of(actions), why, Optional.empty(), now.plus(LOOK));
  }

  /** An effect that changes little: the upper bound of the active generation. */
  Action configure(int max) {
    Generation active = world.view().generations().get(0);
    Settings settings =
        Settings.of(2, max, List.of(), true).withAutomation(active.settings().automation());
    return new Action.Configure(active.id(), settings);
  }

  Action resize(int desired) {
    return new Action.Resize(new GenerationId(fleet().id(), 1), desired);
  }

  List<JournalEntry> journaled() throws Journal.JournalException {
    return ports.journal().records().stream().map(JournalRecord::entry).toList();
  }

  private Decision decide(Fleet fleet, RolloutState state, Observation observed, Instant now) {
    seen.add(observed);
    tape.note("decide");
    return decider.decide(fleet, state, observed, now);
  }

  private void turned(Fleet fleet, FleetView view, Decision decision, Instant at) {
    watched.add(
        "%s with %d generations, %d actions, after %s"
            .formatted(
                fleet.id(),
                view.generations().size(),
                decision.actions().size(),
                Duration.between(World.START, at)));
  }

  private Check check(Fleet fleet, Checks.Run run) {
    runs.add(run);
    return new Check(Check.State.PASSED, world.now(), "exit code 0");
  }

  /** An inbox that shows everything again, heard or not. */
  private record Inbox(List<Signal> all) implements Signals {
    @Override
    public Signal post(FleetId fleet, Signal.Kind kind, String by, String text) {
      throw new UnsupportedOperationException("the engine posts nothing");
    }

    @Override
    public List<Signal> pending(FleetId fleet, long seen) {
      return List.copyOf(all);
    }
  }

  private record TapedJournal(Journal real, Tape tape) implements Journal {
    @Override
    public List<JournalRecord> records() throws JournalException {
      return real.records();
    }

    @Override
    public Head append(JournalEntry entry, long epoch) throws JournalException {
      tape.note(entry.getClass().getSimpleName());
      return real.append(entry, epoch);
    }
  }

  private record TapedLeases(Leases real, Tape tape) implements Leases {
    @Override
    public Lease acquire(FleetId fleet, String holder) throws LeaseHeldException, IOException {
      return real.acquire(fleet, holder);
    }

    @Override
    public Lease renew(Lease lease) throws LeaseHeldException, IOException {
      tape.note("renew");
      return real.renew(lease);
    }

    @Override
    public void release(Lease lease) throws IOException {
      real.release(lease);
    }

    @Override
    public Optional<Lease> current(FleetId fleet) throws IOException {
      return real.current(fleet);
    }

    @Override
    public Map<FleetId, Tally> tallies(Collection<FleetId> fleets) throws IOException {
      return real.tallies(fleets);
    }
  }
}
