package com.pharmaserv.repave.rehearsal;

import com.pharmaserv.repave.engine.Engine;
import com.pharmaserv.repave.engine.Engine.BlindException;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.plan.Outlook;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Watcher;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.MemoryStore;
import com.pharmaserv.repave.sim.SimChecks;
import com.pharmaserv.repave.sim.SimLeases;
import com.pharmaserv.repave.sim.SimProvider;
import com.pharmaserv.repave.sim.SimSignals;
import com.pharmaserv.repave.sim.SimTime;
import com.pharmaserv.repave.sim.SimulatedCrash;
import com.pharmaserv.repave.sim.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One rollout from beginning to end in a simulated world, by the production engine. When an engine
 * dies another one takes over; when the rollout halts, a person resumes it after a while.
 */
public final class Rehearsal {
  /** How long it takes until somebody starts a new engine, or looks at a halted rollout. */
  private static final Duration RESTART = Duration.ofSeconds(5);

  /** More turns than any rollout takes; a rehearsal that needs more has lost its way. */
  private static final int TURNS_MAX = 20_000;

  private final World world;
  private final Faults faults;
  private final Watcher watcher;
  private final SimLeases leases;
  private final SimSignals signals;
  private final MemoryStore store;
  private final Decider decider;
  private final UnaryOperator<Ports> wiring;
  private final UnaryOperator<Fleet> reading;
  private int engines;
  private int halts;

  /**
   * Prepares a rehearsal.
   *
   * @param wiring may replace ports; tests plant faults in the engine's surroundings with it
   */
  public Rehearsal(
      World world, Faults faults, Decider decider, Watcher watcher, UnaryOperator<Ports> wiring) {
    this(world, faults, decider, watcher, wiring, UnaryOperator.identity());
  }

  /**
   * Prepares a rehearsal by engines that read the fleet wrongly.
   *
   * @param reading what engines take the fleet for
   */
  public Rehearsal(
      World world,
      Faults faults,
      Decider decider,
      Watcher watcher,
      UnaryOperator<Ports> wiring,
      UnaryOperator<Fleet> reading) {
    this.reading = reading;
    this.world = world;
    this.faults = faults;
    this.watcher = watcher;
    this.decider = decider;
    this.wiring = wiring;
    this.leases = new SimLeases(world);
    this.signals = new SimSignals(world);
    this.store = new MemoryStore(faults);
    world.invariants().journaled(this::latest, this::began);
  }

  public SimSignals signals() {
    return signals;
  }

  /** Starts a second engine at that time, which takes over if it can; both live in one world. */
  public void rival(Instant at) {
    world.schedule(at, () -> new Rival().turn());
  }

  /**
   * Rolls the image out and returns the rollout as it ended.
   *
   * @param bound by when it must have ended; if it has not, I6 is violated
   */
  public Optional<RolloutState> play(ImageId image, Instant bound) {
    boolean opened = false;
    for (int turns = 0; turns < TURNS_MAX && world.now().isBefore(bound); turns++) {
      try {
        // Closed only when it ends well: a dead process gives no lease back.
        Pilot pilot = take();
        if (!opened || pilot.latest().isEmpty()) {
          pilot.open(provider().image(image), "rehearsal", false);
          opened = true;
        }
        Optional<RolloutState> latest = pilot.latest();
        if (latest.isEmpty()) {
          // Refused, because an alarm fires: somebody tries again later.
          pilot.close();
          world.advance(RESTART);
          continue;
        }
        if (latest.get().ended()) {
          return ended(latest.get());
        }
        fly(pilot, bound);
        pilot.close();
      } catch (LeaseHeldException held) {
        world.advance(RESTART);
      } catch (SimulatedCrash | BlindException | ProviderException crashed) {
        world.advance(RESTART);
      } catch (JournalException | IOException damaged) {
        world.invariants().violated("I7", "journal: " + damaged.getMessage());
        return Optional.empty();
      }
    }
    return last();
  }

  private Optional<RolloutState> last() {
    Optional<RolloutState> state = latest();
    if (state.isPresent() && state.get().ended()) {
      return ended(state.get());
    }
    world
        .invariants()
        .violated(
            "I6",
            "not ended in time: "
                + state.map(s -> s.course() + " in " + s.phase()).orElse("never opened"));
    return state;
  }

  private void fly(Pilot pilot, Instant bound)
      throws JournalException, LeaseHeldException, IOException, BlindException {
    Engine engine = pilot.engine();
    for (int turns = 0; turns < TURNS_MAX && world.now().isBefore(bound); turns++) {
      Instant next = engine.turn();
      if (engine.state().ended()) {
        return;
      }
      if (engine.state().course() == Course.HALT) {
        world.advance(RESTART);
        // At first a person tries again; a rollout that halts a second time is rolled back.
        Signal.Kind word = halts++ % 2 == 0 ? Signal.Kind.RESUME : Signal.Kind.ROLL_BACK;
        signals.post(world.fleet().id(), word, "operator", "");
      } else {
        world.advanceTo(next);
      }
    }
  }

  private SimProvider provider() {
    return new SimProvider(world, faults, leases, store);
  }

  private Pilot take() throws LeaseHeldException, IOException, JournalException, ProviderException {
    engines++;
    return Pilot.take(reading.apply(world.fleet()), ports(), decider, watcher, "engine-" + engines);
  }

  private Ports ports() {
    SimProvider provider = provider();
    SimTime time = new SimTime(world);
    Journal journal = new ChainedJournal(store, time);
    return wiring.apply(
        new Ports(
            provider,
            provider,
            provider,
            provider,
            new SimChecks(world),
            journal,
            leases,
            signals,
            time));
  }

  private Optional<RolloutState> ended(RolloutState state) {
    world.invariants().check(state);
    evidence();
    return Optional.of(state);
  }

  /** I7 at the end: the journal verifies, and every intent in it has an outcome. */
  private void evidence() {
    Set<Long> open = new HashSet<>();
    for (JournalRecord entry : records()) {
      if (entry.entry() instanceof Intended) {
        open.add(entry.number());
      } else if (entry.entry() instanceof Happened happened) {
        open.remove(happened.intent());
      }
    }
    if (!open.isEmpty()) {
      world.invariants().violated("I7", "intents without an outcome: " + open);
    }
  }

  /** The journal so far, verified. */
  public List<JournalRecord> records() {
    try {
      return new ChainedJournal(store, new SimTime(world)).records();
    } catch (JournalException damaged) {
      world.invariants().violated("I7", String.valueOf(damaged.getMessage()));
      return List.of();
    }
  }

  private Optional<RolloutState> latest() {
    try {
      return Pilot.latest(new ChainedJournal(store, new SimTime(world)));
    } catch (JournalException damaged) {
      world.invariants().violated("I7", String.valueOf(damaged.getMessage()));
      return Optional.empty();
    }
  }

  /** When the latest rollout was written down first; the end of time if none was. */
  private Instant began() {
    Optional<RolloutState> latest = latest();
    return records().stream()
        .filter(
            record ->
                record.entry() instanceof Decided decided
                    && latest.isPresent()
                    && decided.state().id().equals(latest.get().id()))
        .map(JournalRecord::at)
        .findFirst()
        .orElse(Instant.MAX);
  }

  /** A second engine, woken by the world's clock; it may run while the first waits for a call. */
  private final class Rival {
    private Optional<Pilot> pilot = Optional.empty();
    private Optional<Engine> engine = Optional.empty();

    void turn() {
      try {
        if (engine.isEmpty()) {
          pilot = Optional.of(take());
          Optional<RolloutState> latest = pilot.get().latest();
          if (latest.isEmpty() || latest.get().ended()) {
            pilot.get().close();
            return;
          }
          engine = Optional.of(pilot.get().engine());
        }
        Engine mine = engine.get();
        Instant next = mine.turn();
        if (mine.atRest()) {
          pilot.get().close();
        } else {
          Instant later = world.now().plusMillis(1);
          world.schedule(next.isAfter(later) ? next : later, this::turn);
        }
      } catch (LeaseHeldException held) {
        engine = Optional.empty();
        world.schedule(world.now().plus(RESTART), this::turn);
      } catch (SimulatedCrash | BlindException | ProviderException died) {
        engine = Optional.empty();
      } catch (JournalException | IOException damaged) {
        world.invariants().violated("I7", "rival's journal: " + damaged.getMessage());
      }
    }
  }

  /** By when a rollout that begins now must have ended, if faults stop at {@code calm}. */
  public static Instant bound(Fleet fleet, Instant calm) {
    // Twice the bound: once for what was under way when the faults stopped, once for going back.
    return calm.plus(Outlook.bound(fleet).multipliedBy(2)).plus(Duration.ofMinutes(5));
  }
}
