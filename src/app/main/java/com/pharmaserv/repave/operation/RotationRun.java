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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Carries rotations out: looks, takes what may be rolled, looks again when something has landed.
 * After as many failures as a policy allows no other fleet begins there; what is under way is
 * brought to its end.
 */
final class RotationRun {
  /** How often it is looked at what other processes and clocks do meanwhile. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  /** The same while another process takes fleets, which takes it moments. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** How long it may take until others can see that a fleet is rolled. */
  private static final Duration VISIBLE = Duration.ofSeconds(10);

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

  /** What the last look said. */
  private Rotation last = new Rotation(Map.of());

  /** Whether there was something to take while another process took. */
  private boolean crowded;

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

  /** The rotation of one environment, which other processes may share. */
  interface Line {
    /** Most fleets that it rolls at a time. */
    int atATime();

    /** Joins the rotation that is open, or opens one. */
    void setOut() throws RepaveException, IOException, InterruptedException;

    /**
     * Lets fleets be taken while no other process takes any.
     *
     * @return whether it came to that; not while another process is at it
     */
    boolean alone(Taking taking) throws RepaveException, IOException, InterruptedException;

    /** Whether another process has begun a rotation that wants something else. */
    boolean superseded();

    /** Nothing more comes of it here. */
    void end(Rotation last) throws RepaveException, IOException, InterruptedException;

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

  /** Looks and takes. */
  interface Taking {
    void take() throws RepaveException, IOException, InterruptedException;
  }

  /** Rolls one fleet. */
  interface Work {
    /**
     * Rolls it.
     *
     * @param up called as soon as others can see that it is rolled
     */
    Outcome on(FleetId fleet, Step step, Runnable up)
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
      line.setOut();
      lift(pool);
      while (!flying.isEmpty() || goesOn()) {
        await();
        lift(pool);
      }
      line.end(last);
      return bad.isEmpty()
          ? new End(Outcome.DONE, Optional.empty(), last)
          : new End(bad.get(0).outcome(), bad.get(0).failure(), last);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Looks, and takes what may be rolled; where another process takes, too, at the next look. */
  private void lift(ExecutorService pool)
      throws RepaveException, IOException, InterruptedException {
    last = look();
    crowded = false;
    if (!line.superseded() && last.take().stream().anyMatch(fleet -> !landed.contains(fleet))) {
      crowded = !line.alone(() -> take(pool));
    }
  }

  private void take(ExecutorService pool)
      throws RepaveException, IOException, InterruptedException {
    last = look();
    List<CompletableFuture<Boolean>> flights = new ArrayList<>();
    for (FleetId fleet : last.take()) {
      if (!landed.contains(fleet) && flying.add(fleet)) {
        Step step = Objects.requireNonNull(last.steps().get(fleet));
        CompletableFuture<Boolean> up = new CompletableFuture<>();
        flights.add(up);
        pool.execute(
            () -> {
              Landed one = fly(fleet, step, () -> up.complete(true));
              up.complete(false);
              landings.add(one);
            });
      }
    }
    visible(flights);
  }

  /** Waits until others can see these flights, or they are over; not for ever. */
  private static void visible(List<CompletableFuture<Boolean>> flights)
      throws InterruptedException {
    try {
      CompletableFuture.allOf(flights.toArray(new CompletableFuture<?>[0]))
          .get(VISIBLE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      // Then others may take one more than they should; a lease of its own each fleet has anyway.
      return;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
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

  private Landed fly(FleetId fleet, Step step, Runnable up) {
    try {
      return new Landed(fleet, work.on(fleet, step, up), Optional.empty());
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
    Duration pause = crowded ? SOON : LOOK;
    if (flying.isEmpty()) {
      time.sleepUntil(time.now().plus(pause));
      return;
    }
    Optional<Landed> first =
        Optional.ofNullable(landings.poll(pause.toMillis(), TimeUnit.MILLISECONDS));
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
  private boolean goesOn() {
    if (line.superseded()) {
      return false;
    }
    Instant bound = time.now().plus(patience);
    return crowded
        || last.next().filter(next -> !next.isAfter(bound)).isPresent()
        || last.steps().entrySet().stream()
            .filter(e -> !landed.contains(e.getKey()))
            .map(Map.Entry::getValue)
            .anyMatch(step -> step instanceof Step.Rolling);
  }
}
