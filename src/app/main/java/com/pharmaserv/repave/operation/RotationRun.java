package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.rotation.Rotation;
import com.pharmaserv.repave.rotation.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Carries rotations out: looks, takes what may be rolled, looks again when something has landed.
 * After as many failures as a policy allows no other fleet begins there; what is under way is
 * brought to its end.
 */
final class RotationRun {
  /** How often it is looked at what other processes and clocks do meanwhile. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  private final Line line;
  private final Work work;
  private final Time time;
  private final Duration patience;
  private final Consumer<String> note;

  /** Fleets in the air. */
  private final Set<FleetId> flying = new HashSet<>();

  /** Each is taken once: a rollout that waits for a person is not taken up again. */
  private final Set<FleetId> landed = new HashSet<>();

  /** Fleets that have come down since the last look. */
  private final Set<FleetId> changed = new HashSet<>();

  private final Map<FleetId, Reason> refused = new HashMap<>();
  private final BlockingQueue<Landed> landings = new LinkedBlockingQueue<>();
  private final List<Bad> bad = new ArrayList<>();

  /**
   * A run.
   *
   * @param patience how long it waits for a window or a proof while nothing else is to be done
   * @param note told a line about each fleet that does not succeed
   */
  RotationRun(Line line, Work work, Time time, Duration patience, Consumer<String> note) {
    this.line = line;
    this.work = work;
    this.time = time;
    this.patience = patience;
    this.note = note;
  }

  /** The rotation of one environment. */
  interface Line {
    /** Most fleets that it rolls at a time. */
    int atATime();

    /**
     * Looks and decides.
     *
     * @param taken fleets that this process rolls, whether or not it has their leases yet
     * @param changed fleets that it has rolled since the last look, or found in other hands
     * @param refused why rollouts could not begin, by their fleets
     */
    Rotation look(Set<FleetId> taken, Set<FleetId> changed, Map<FleetId, Reason> refused)
        throws RepaveException, IOException;
  }

  /** Rolls one fleet. */
  interface Work {
    Outcome on(FleetId fleet, Step step)
        throws RepaveException, IOException, InterruptedException, HalfDoneException;
  }

  /**
   * How the run ended.
   *
   * @param outcome of the first fleet that did not succeed, or that all did
   * @param failure what went wrong there, where it was more than a bad outcome
   * @param last what the last look said
   */
  record End(Outcome outcome, Optional<Exception> failure, Rotation last) {}

  private record Bad(Outcome outcome, Optional<Exception> failure) {}

  /** A fault of this program, which must not be taken for one of the fleet. */
  private static final class FlightError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FlightError(FleetId fleet, Error bug) {
      super("the flight of %s ended with an error".formatted(fleet), bug);
    }
  }

  private record Landed(FleetId fleet, Outcome outcome, Optional<Exception> failure) {}

  /** Goes on until nothing moves and nothing will within the patience. */
  End run() throws RepaveException, IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(line.atATime());
    try {
      Rotation last = look();
      lift(last, pool);
      while (!flying.isEmpty() || goesOn(last)) {
        await();
        last = look();
        lift(last, pool);
      }
      return bad.isEmpty()
          ? new End(Outcome.DONE, Optional.empty(), last)
          : new End(bad.get(0).outcome(), bad.get(0).failure(), last);
    } finally {
      pool.shutdownNow();
    }
  }

  private Rotation look() throws RepaveException, IOException {
    Rotation look = line.look(flying, changed, refused);
    changed.clear();
    return unmoved(look) ? line.look(flying, Set.of(), refused) : look;
  }

  /** What has landed and should begin once more would keep those behind it waiting for ever. */
  private boolean unmoved(Rotation look) {
    boolean any = false;
    for (FleetId fleet : look.take()) {
      if (landed.contains(fleet) && look.steps().get(fleet) instanceof Step.Begin) {
        refused.put(fleet, Reason.of(ReasonCode.ROLLOUT_NOT_BEGUN, "it was tried already"));
        any = true;
      }
    }
    return any;
  }

  private void lift(Rotation look, ExecutorService pool) {
    for (FleetId fleet : look.take()) {
      if (!landed.contains(fleet) && flying.add(fleet)) {
        Step step = Objects.requireNonNull(look.steps().get(fleet));
        pool.execute(() -> landings.add(fly(fleet, step)));
      }
    }
  }

  private Landed fly(FleetId fleet, Step step) {
    try {
      return new Landed(fleet, work.on(fleet, step), Optional.empty());
    } catch (HalfDoneException half) {
      return new Landed(fleet, Outcome.FAILED, Optional.of(half.failure()));
    } catch (Exception why) {
      return new Landed(fleet, Outcome.FAILED, Optional.of(why));
    } catch (Error bug) {
      return new Landed(fleet, Outcome.FAILED, Optional.of(new FlightError(fleet, bug)));
    }
  }

  /** Until something has landed, or it is time to look at what others do. */
  private void await() throws InterruptedException {
    if (flying.isEmpty()) {
      time.sleepUntil(time.now().plus(LOOK));
      return;
    }
    Optional<Landed> first =
        Optional.ofNullable(landings.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    first.ifPresent(this::land);
    List<Landed> more = new ArrayList<>();
    landings.drainTo(more);
    more.forEach(this::land);
  }

  private void land(Landed one) {
    flying.remove(one.fleet());
    changed.add(one.fleet());
    if (one.failure().isPresent() && one.failure().get() instanceof FlightError bug) {
      throw bug;
    }
    if (one.failure().filter(LeaseHeldException.class::isInstance).isPresent()) {
      note.accept("repave: %s".formatted(one.failure().get().getMessage()));
      return;
    }
    landed.add(one.fleet());
    if (one.outcome() == Outcome.DONE) {
      return;
    }
    boolean others = !bad.isEmpty();
    bad.add(new Bad(one.outcome(), one.failure()));
    String why = one.failure().map(e -> String.valueOf(e.getMessage())).orElse("see above");
    if (one.outcome() == Outcome.FAILED) {
      refused.put(one.fleet(), Reason.of(ReasonCode.ROLLOUT_NOT_BEGUN, why));
    }
    // The first one's failure becomes the operation's own message.
    note.accept(
        "repave: %s did not succeed%s"
            .formatted(one.fleet(), others && one.failure().isPresent() ? ": " + why : ""));
  }

  /** Whether others roll what this rotation wants, or something may begin soon. */
  private boolean goesOn(Rotation look) {
    Instant bound = time.now().plus(patience);
    return look.next().filter(next -> !next.isAfter(bound)).isPresent()
        || look.steps().entrySet().stream()
            .filter(e -> !landed.contains(e.getKey()))
            .map(Map.Entry::getValue)
            .anyMatch(step -> step instanceof Step.Rolling);
  }
}
