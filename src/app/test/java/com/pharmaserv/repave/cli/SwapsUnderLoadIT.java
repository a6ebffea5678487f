package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.demo.LoadGenerator;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.port.Watcher;
import com.pharmaserv.repave.report.Sample;
import com.pharmaserv.repave.testing.Thorough;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;

/**
 * Real machines, a real balancer and real connections: no request may fail, whichever way traffic
 * moves and however often: twenty times each way in the ring.
 */
@Tag(Thorough.TAG)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwapsUnderLoadIT {
  private static final int ROLLOUTS = Thorough.tries(5, 20);
  private static final List<String> VERSIONS = List.of("1", "2");
  private static final int RATE = 60;
  private static final int CONNECTIONS = 4;

  /** A sample's length, and as much again for a request that was sent late. */
  private static final Duration BLUR = Duration.ofMillis(500);

  private static final String KEPT_WARM =
      """
      steps: [50, 100]
            soak: 200ms
            final-soak: 200ms
            retention: 30s
            gates:
              - error-rate: {max: 1%, requests: 5}""";

  private RealProject real;
  private final List<ImageId> images = new ArrayList<>();

  /** When one version had all the traffic. */
  private record Reign(String version, Instant from, Instant to) {}

  @BeforeAll
  void startFleet() throws Exception {
    real = RealProject.start(SwapsUnderLoadIT.class);
    for (String version : VERSIONS) {
      images.add(real.bake(version));
    }
    roll(images.get(0), Optional.empty());
  }

  @AfterAll
  void stopCloud() throws Exception {
    real.stop();
  }

  @Test
  void dropsNoRequestInSwaps(TestReporter reporter) throws Exception {
    real.policy(RealProject.QUICK);
    List<Reign> reigns = new ArrayList<>();
    int offset = runningVersion();
    LoadGenerator load = real.load(RATE, CONNECTIONS);
    LoadGenerator slow = real.slowLoad();
    try (load;
        slow) {
      Instant settled = Instant.now();
      for (int i = 1; i <= ROLLOUTS; i++) {
        Times times = roll(images.get((offset + i) % 2), Optional.empty());
        CleanFleet.check(real, End.Kind.SUCCEEDED);
        reigns.add(new Reign(VERSIONS.get((offset + i - 1) % 2), settled, times.leaving()));
        settled = times.arrived();
      }
    }
    tell(reporter, "swaps", load, slow);
    reigns.forEach(reign -> onlyOneAnswered(reign, load.samples()));
  }

  @Test
  void dropsNoRequestInRollbacksByAnOperator(TestReporter reporter) throws Exception {
    real.policy(KEPT_WARM);
    int active = runningVersion();
    ImageId other = images.get((active + 1) % 2);
    LoadGenerator load = real.load(RATE, CONNECTIONS);
    LoadGenerator slow = real.slowLoad();
    try (load;
        slow) {
      for (int i = 1; i <= ROLLOUTS; i++) {
        Optional<BiPredicate<RolloutState, Instant>> when =
            Optional.of(
                switch (i % 3) {
                  case 0 -> (state, at) -> state.phase() == Phase.SOAK && state.step() == 0;
                  case 1 -> (state, at) -> state.phase() == Phase.SOAK && state.step() == 1;
                  default -> (state, at) -> state.phase() == Phase.RETAIN;
                });
        roll(other, when);
        CleanFleet.check(real, End.Kind.ROLLED_BACK);
      }
    }
    tell(reporter, "rollbacks", load, slow);
    Map<String, Long> answers = byVersion(load.samples());
    assertThat(answers).as("both sides took traffic").containsOnlyKeys(VERSIONS);
    Image image = real.provider().find(other).orElseThrow();
    assertThat(image.block()).as("an operator's rollback blames no image").isEmpty();
  }

  /** When the weights began to move, and when all of the traffic had come to the candidate. */
  private record Times(Instant leaving, Instant arrived) {}

  private Times roll(ImageId id, Optional<BiPredicate<RolloutState, Instant>> rollBackWhen)
      throws Exception {
    List<Instant> shifting = new ArrayList<>();
    List<Instant> arrived = new ArrayList<>();
    AtomicBoolean asked = new AtomicBoolean();
    Watcher watcher =
        (fleet, view, decision, at) -> {
          RolloutState state = decision.next();
          if (state.phase() == Phase.SHIFT) {
            shifting.add(at);
          }
          if (state.phase() == Phase.PROMOTE || state.promoted()) {
            arrived.add(at);
          }
          if (rollBackWhen.isPresent() && rollBackWhen.get().test(state, at)) {
            rollBackOnce(asked, decision);
          }
        };
    Image image = real.provider().find(id).orElseThrow();
    try (Pilot pilot = real.pilot(watcher)) {
      Opening opening = pilot.open(image, "test", false);
      assertThat(opening).isInstanceOf(Opening.Opened.class);
      pilot.fly(state -> false);
    }
    return new Times(shifting.get(0), arrived.isEmpty() ? Instant.MAX : arrived.get(0));
  }

  private void rollBackOnce(AtomicBoolean asked, Decision decision) {
    if (asked.compareAndSet(false, true)) {
      try {
        real.cloud()
            .signals()
            .post(decision.next().fleet(), Signal.Kind.ROLL_BACK, "operator", "not this one");
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
    }
  }

  /** Index into the images of the one that carries the fleet. */
  private int runningVersion() throws Exception {
    ImageId running = real.latest().orElseThrow().active().orElseThrow().image();
    return images.indexOf(running);
  }

  private static void onlyOneAnswered(Reign reign, List<Sample> samples) {
    List<Sample> during =
        samples.stream()
            .filter(sample -> !sample.at().isBefore(reign.from()))
            .filter(sample -> sample.at().plus(BLUR).isBefore(reign.to()))
            .toList();
    assertThat(byVersion(during)).as(reign.toString()).containsOnlyKeys(reign.version());
  }

  private static Map<String, Long> byVersion(List<Sample> samples) {
    Map<String, Long> sum = new TreeMap<>();
    samples.forEach(s -> s.requestsByVersion().forEach((v, n) -> sum.merge(v, n, Long::sum)));
    return sum;
  }

  private static void tell(
      TestReporter reporter, String what, LoadGenerator load, LoadGenerator slow) {
    LoadGenerator.Totals quick = load.totals();
    LoadGenerator.Totals long_ = slow.totals();
    reporter.publishEntry(
        ROLLOUTS + " " + what,
        quick.requests()
            + " requests, "
            + quick.failed()
            + " failed, "
            + quick.retried()
            + " retried, "
            + quick.skipped()
            + " skipped, "
            + quick.connections()
            + " connections; of slow ones "
            + long_.requests()
            + ", "
            + long_.failed()
            + " failed, "
            + long_.retried()
            + " retried, "
            + long_.connections()
            + " connections; by version "
            + byVersion(load.samples()));
    assertThat(quick.failed()).as(quick.firstFailure()).isZero();
    assertThat(long_.failed()).as(long_.firstFailure()).isZero();
    assertThat(quick.requests()).as("requests under load").isGreaterThan(25L * ROLLOUTS);
    assertThat(long_.requests()).as("slow requests").isGreaterThan(5L * ROLLOUTS);
  }
}
