package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.simulation.Scenarios;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final int PATIENCE_SECONDS = 20;

  private static final Rotation.End DONE = new Rotation.End(Outcome.DONE, Optional.empty());

  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private static List<Place> places(int fleets) {
    Policy policy = Scenarios.policy(false, Duration.ZERO, 100);
    List<Fleet> all =
        IntStream.rangeClosed(1, fleets)
            .mapToObj(
                i -> {
                  Fleet like = Scenarios.fleet(2, true, policy);
                  return new Fleet(
                      new FleetId("sim-eu", "app-" + i),
                      like.image(),
                      like.capacity(),
                      like.zones(),
                      like.route(),
                      policy);
                })
            .toList();
    return List.of(SimPlace.running().place(all));
  }

  private Rotation rotation(int parallel) {
    return new Rotation(parallel, notes::add);
  }

  @Test
  void worksInTheOrderOfTheFile() throws Exception {
    Rotation.End end =
        rotation(1)
            .run(
                places(3),
                (place, fleet) -> {
                  done.add(fleet.id().toString());
                  return Outcome.DONE;
                });
    assertThat(end).isEqualTo(DONE);
    assertThat(done).containsExactly("sim-eu/app-1", "sim-eu/app-2", "sim-eu/app-3");
    assertThat(notes).isEmpty();
  }

  @Test
  void worksOnSeveralAtATime() throws Exception {
    CyclicBarrier all = new CyclicBarrier(100);
    Rotation.End end =
        rotation(100)
            .run(
                places(100),
                (place, fleet) -> {
                  await(all);
                  done.add(fleet.id().name());
                  return Outcome.DONE;
                });
    assertThat(end).isEqualTo(DONE);
    assertThat(done).hasSize(100);
  }

  @Test
  void neverWorksOnMoreThanItMay() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    rotation(3)
        .run(
            places(30),
            (place, fleet) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              now.decrementAndGet();
              return Outcome.DONE;
            });
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void beginsNoOtherAfterOneThatDidNotSucceed() throws Exception {
    Rotation.End end =
        rotation(1)
            .run(
                places(4),
                (place, fleet) -> {
                  done.add(fleet.id().name());
                  return fleet.id().name().equals("app-2") ? Outcome.ROLLED_BACK : Outcome.DONE;
                });
    assertThat(end).isEqualTo(new Rotation.End(Outcome.ROLLED_BACK, Optional.empty()));
    assertThat(done).containsExactly("app-1", "app-2");
    assertThat(notes)
        .containsExactly("repave: sim-eu/app-2 did not succeed; the rotation stops here");
  }

  @Test
  void bringsToAnEndWhatIsUnderWayWhenOneFails() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    // The failure has been noted before the other one goes on.
    CountDownLatch noted = new CountDownLatch(1);
    Rotation rotation = new Rotation(2, note -> noted.countDown());
    Rotation.End end =
        rotation.run(
            places(5),
            (place, fleet) -> {
              await(both);
              if (fleet.id().name().equals("app-1")) {
                throw new IOException("the table is gone");
              }
              assertThat(noted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
              done.add(fleet.id().name());
              return Outcome.DONE;
            });
    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.failure().orElseThrow())
        .isInstanceOf(IOException.class)
        .hasMessage("the table is gone");
    assertThat(done).containsExactly("app-2");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception alone) {
      throw new IllegalStateException("not all came", alone);
    }
  }
}
