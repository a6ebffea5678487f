package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.calendar.Cron;
import com.pharmaserv.repave.calendar.OpenTimes;
import com.pharmaserv.repave.calendar.Window;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Freshness;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.rotation.FleetFacts;
import com.pharmaserv.repave.rotation.FleetFacts.Running;
import com.pharmaserv.repave.rotation.Proofs;
import com.pharmaserv.repave.rotation.Rotation;
import com.pharmaserv.repave.rotation.RotationDecider;
import com.pharmaserv.repave.rotation.RotationState;
import com.pharmaserv.repave.rotation.Stale;
import com.pharmaserv.repave.rotation.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RotationRunTest {
  private static final ImageId OLD = new ImageId("app", "a".repeat(64));
  private static final ImageId NEW = new ImageId("app", "b".repeat(64));
  private static final int PATIENCE_SECONDS = 20;

  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final Clock clock = new Clock();

  /** Somebody was told of a failure. */
  private final CountDownLatch noted = new CountDownLatch(1);

  /** Passes as soon as anybody sleeps. */
  private static final class Clock implements Time {
    private Instant now = Instant.parse("2026-11-30T20:00:00Z");

    @Override
    public synchronized Instant now() {
      return now;
    }

    @Override
    public synchronized void sleepUntil(Instant instant) {
      now = instant.isAfter(now) ? instant : now;
    }
  }

  /** Fleets that become fresh when they are rolled. */
  private final class Fleets implements RotationRun.Line {
    private final Map<FleetId, FleetFacts> facts = new TreeMap<>();
    private final Map<FleetId, FleetFacts> seen = new TreeMap<>();
    private final Upkeep upkeep;
    private final RotationState state;
    private boolean setOut;
    private boolean ended;

    /** How often another process takes fleets when this one would. */
    private int crowds;

    /** Whether another rotation has begun. */
    private volatile boolean superseded;

    Fleets(int count, Upkeep upkeep) {
      this.upkeep = upkeep;
      Map<FleetId, Stale> targets = new TreeMap<>();
      for (int i = 1; i <= count; i++) {
        FleetId id = new FleetId("sim-eu", "app-%03d".formatted(i));
        facts.put(id, running(id, OLD));
        targets.put(
            id,
            new Stale(
                NEW,
                false,
                List.of(Reason.of(ReasonCode.NEWER_IMAGE, NEW, OLD)),
                Optional.empty()));
      }
      seen.putAll(facts);
      this.state = new RotationState(clock.now(), Optional.empty(), targets);
    }

    private FleetFacts running(FleetId id, ImageId image) {
      return new FleetFacts(
          id,
          3,
          Optional.of(new Running(image, clock.now(), Optional.empty())),
          Optional.of(NEW),
          List.of(),
          FleetFacts.Work.NOTHING,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    synchronized void rolled(FleetId id) {
      facts.put(id, running(id, NEW));
    }

    @Override
    public int atATime() {
      return upkeep.fleets();
    }

    @Override
    public void setOut() {
      setOut = true;
    }

    @Override
    public boolean alone(RotationRun.Taking taking)
        throws RepaveException, IOException, InterruptedException {
      if (!setOut || crowds-- > 0) {
        return false;
      }
      taking.take();
      return true;
    }

    @Override
    public boolean superseded() {
      return superseded;
    }

    @Override
    public void end(Rotation last) {
      ended = true;
    }

    @Override
    public synchronized Rotation look(
        Set<FleetId> taken, Set<FleetId> changed, Map<FleetId, Reason> refused) {
      // Only what has changed is seen anew, as a line that reads as little as it can does it.
      changed.forEach(id -> seen.put(id, Objects.requireNonNull(facts.get(id))));
      List<FleetFacts> all = new ArrayList<>();
      seen.forEach(
          (id, is) ->
              all.add(
                  taken.contains(id)
                      ? is.rolled()
                      : refused.containsKey(id) ? is.refused(refused.get(id)) : is));
      return RotationDecider.decide(upkeep, state, all, Proofs.NONE, clock.now());
    }
  }

  private interface Work {
    Outcome on(Fleets line, FleetId fleet) throws RepaveException;
  }

  private RotationRun.End run(Work work, Duration patience, Fleets line) throws Exception {
    return new RotationRun(
            line,
            (fleet, step, up) -> {
              up.run();
              return work.on(line, fleet);
            },
            clock,
            patience,
            this::note)
        .run();
  }

  private void note(String line) {
    notes.add(line);
    noted.countDown();
  }

  private Outcome roll(Fleets line, FleetId fleet) {
    done.add(fleet.name());
    line.rolled(fleet);
    return Outcome.DONE;
  }

  @Test
  void rollsInTheOrderOfTheFile() throws Exception {
    RotationRun.End end = run((line, fleet) -> roll(line, fleet), Duration.ZERO, fleets(3, 1));

    assertThat(end.outcome()).isEqualTo(Outcome.DONE);
    assertThat(end.last().over()).isTrue();
    assertThat(done).containsExactly("app-001", "app-002", "app-003");
    assertThat(notes).isEmpty();
  }

  @Test
  void rollsSeveralAtATime() throws Exception {
    CyclicBarrier all = new CyclicBarrier(100);

    run(
        (line, fleet) -> {
          await(all);
          return roll(line, fleet);
        },
        Duration.ZERO,
        fleets(100, 100));

    assertThat(done).hasSize(100);
  }

  @Test
  void beginsNoOtherAfterOneThatFailsAndBringsTheRestToTheirEnds() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);

    RotationRun.End end =
        run(
            (line, fleet) -> {
              await(both);
              if (fleet.name().equals("app-001")) {
                throw new RequestException("no room");
              }
              // It lands after the other's failure is known: else a third would rightly begin.
              await(noted);
              return roll(line, fleet);
            },
            Duration.ZERO,
            fleets(5, 2));

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.failure().orElseThrow()).hasMessage("no room");
    assertThat(done).containsExactly("app-002");
    assertThat(notes).containsExactly("repave: sim-eu/app-001 did not succeed");
  }

  /** Its rollout is somebody else's, and so is its end. */
  @Test
  void leavesAFleetToTheProcessThatHoldsIt() throws Exception {
    RotationRun.End end =
        run(
            (line, fleet) -> {
              if (done.isEmpty()) {
                done.add("held");
                line.rolled(fleet);
                throw new LeaseHeldException(
                    new Lease(fleet, "bert", 7, clock.now(), clock.now().plusSeconds(30)));
              }
              return roll(line, fleet);
            },
            Duration.ZERO,
            fleets(2, 1));

    assertThat(end.outcome()).isEqualTo(Outcome.DONE);
    assertThat(done).containsExactly("held", "app-002");
  }

  @Test
  void waitsForAWindowOnlyAsLongAsItMay() throws Exception {
    Upkeep nightly =
        new Upkeep(
            Freshness.UNLIMITED,
            Map.of(),
            new OpenTimes(
                ZoneOffset.UTC,
                List.of(new Window(new Cron("0 22 * * ? *"), Duration.ofHours(6))),
                List.of()),
            Optional.empty(),
            1,
            100,
            1);

    RotationRun.End early =
        run((line, fleet) -> roll(line, fleet), Duration.ofMinutes(119), new Fleets(1, nightly));
    assertThat(done).isEmpty();
    assertThat(early.last().steps().values()).allMatch(Step.Waits.class::isInstance);

    run((line, fleet) -> roll(line, fleet), Duration.ofHours(2), new Fleets(1, nightly));
    assertThat(done).containsExactly("app-001");
  }

  @Test
  void takesItsTurnAfterTheProcessThatTakesNow() throws Exception {
    Instant began = clock.now();
    Fleets line = fleets(2, 1);
    line.crowds = 3;

    run(this::roll, Duration.ZERO, line);

    assertThat(done).containsExactly("app-001", "app-002");
    assertThat(clock.now()).isEqualTo(began.plusSeconds(3));
    assertThat(line.ended).isTrue();
  }

  @Test
  void takesNothingMoreOnceAnotherRotationHasBegun() throws Exception {
    Fleets line = fleets(3, 1);

    run(
        (l, fleet) -> {
          line.superseded = true;
          return roll(l, fleet);
        },
        Duration.ofHours(1),
        line);

    assertThat(done).containsExactly("app-001");
  }

  /** A rollout that says it is done and changes nothing must not be begun for ever. */
  @Test
  void rollsNoFleetTwice() throws Exception {
    run(
        (line, fleet) -> {
          done.add(fleet.name());
          return Outcome.DONE;
        },
        Duration.ZERO,
        fleets(2, 1));

    assertThat(done).containsExactly("app-001");
  }

  @Test
  void hidesNoFaultOfItsOwn() {
    assertThatThrownBy(
            () ->
                run(
                    (line, fleet) -> {
                      throw new AssertionError("a fault");
                    },
                    Duration.ZERO,
                    fleets(1, 1)))
        .hasMessage("the flight of sim-eu/app-001 ended with an error")
        .hasRootCauseMessage("a fault");
  }

  private Fleets fleets(int count, int atATime) {
    return new Fleets(count, Upkeep.DEFAULT.atATime(atATime));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
