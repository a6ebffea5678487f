package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.simulation.Scenarios;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final int PATIENCE_SECONDS = 20;

  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private static List<Environment> environments(int fleets) {
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
    return List.of(
        new Environment(
            new EnvironmentId("sim-eu"),
            Jurisdiction.EU,
            Scenarios.ZONES,
            new Environment.Local(Environment.Listen.ANY),
            all));
  }

  private Rotation rotation(int parallel) {
    return new Rotation(parallel, notes::add);
  }

  @Test
  void worksInTheOrderOfTheFile() throws Exception {
    int code =
        rotation(1)
            .run(
                environments(3),
                (environment, fleet) -> {
                  done.add(fleet.id().toString());
                  return ExitCode.DONE;
                });
    assertThat(code).isZero();
    assertThat(done).containsExactly("sim-eu/app-1", "sim-eu/app-2", "sim-eu/app-3");
    assertThat(notes).isEmpty();
  }

  @Test
  void worksOnSeveralAtATime() throws Exception {
    CyclicBarrier all = new CyclicBarrier(100);
    int code =
        rotation(100)
            .run(
                environments(100),
                (environment, fleet) -> {
                  all.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  done.add(fleet.id().name());
                  return ExitCode.DONE;
                });
    assertThat(code).isZero();
    assertThat(done).hasSize(100);
  }

  @Test
  void neverWorksOnMoreThanItMay() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    rotation(3)
        .run(
            environments(30),
            (environment, fleet) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              now.decrementAndGet();
              return ExitCode.DONE;
            });
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void beginsNoOtherAfterOneThatDidNotSucceed() throws Exception {
    int code =
        rotation(1)
            .run(
                environments(4),
                (environment, fleet) -> {
                  done.add(fleet.id().name());
                  return fleet.id().name().equals("app-2") ? ExitCode.ROLLED_BACK : ExitCode.DONE;
                });
    assertThat(code).isEqualTo(ExitCode.ROLLED_BACK);
    assertThat(done).containsExactly("app-1", "app-2");
    assertThat(notes)
        .containsExactly("repave: sim-eu/app-2 did not succeed; the rotation stops here");
  }

  @Test
  void bringsToAnEndWhatIsUnderWayWhenOneFails() {
    CyclicBarrier both = new CyclicBarrier(2);
    // The failure has been noted before the other one goes on.
    CountDownLatch noted = new CountDownLatch(1);
    Rotation rotation = new Rotation(2, note -> noted.countDown());
    assertThatThrownBy(
            () ->
                rotation.run(
                    environments(5),
                    (environment, fleet) -> {
                      both.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                      if (fleet.id().name().equals("app-1")) {
                        throw new IOException("the table is gone");
                      }
                      assertThat(noted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                      done.add(fleet.id().name());
                      return ExitCode.DONE;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("the table is gone");
    assertThat(done).containsExactly("app-2");
  }
}
