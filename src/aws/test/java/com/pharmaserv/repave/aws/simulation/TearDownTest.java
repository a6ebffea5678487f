package com.pharmaserv.repave.aws.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.plan.TearDown;
import com.pharmaserv.repave.port.Leases;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fleet that is taken down leaves nothing in the account that Repave had made. */
class TearDownTest {
  private static final Reason WORD = Reason.of(ReasonCode.TORN_DOWN, "anna", "over");

  private final AtomicInteger effects = new AtomicInteger();

  /** With a group that scaling, a schedule and protection from deletion stand on. */
  private static AwsWorld rolled(boolean routed) throws Exception {
    AwsWorld world = Scenario.running(31, routed, ImageBehaviour.GOOD).roll().world();
    world.invariants.watching(false);
    assertThat(AwsTruth.read(world).groups()).hasSize(1);
    assertThat(AwsTruth.read(world).automation()).isNotEmpty();
    // Until the rollout's lease is over.
    world.time.sleepUntil(world.time.now().plus(Leases.TERM));
    return world;
  }

  private static Pilot take(AwsWorld world, String holder) throws Exception {
    return Pilot.take(
        world.fleet, world.ports(), new RolloutDecider(), (f, view, d, at) -> {}, holder);
  }

  private static void nothingIsLeft(AwsWorld world) {
    AwsTruth truth = AwsTruth.read(world);
    assertThat(truth.groups()).isEmpty();
    assertThat(truth.templates()).isEmpty();
    assertThat(!truth.routed() || truth.weights().equals(Weights.NONE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesNothing(boolean routed) throws Exception {
    AwsWorld world = rolled(routed);
    try (Pilot pilot = take(world, "anna")) {
      assertThat(pilot.tearDown(WORD)).isInstanceOf(TearDown.Agreed.class);
    }
    nothingIsLeft(world);
  }

  /** The process dies at every effect in turn, and a sweep of another one ends it. */
  @Test
  void leavesNothingWhereverTheProcessDies() throws Exception {
    int places = 0;
    while (diedAt(places + 1)) {
      places++;
    }
    assertThat(places).isGreaterThan(5);
  }

  private boolean diedAt(int place) throws Exception {
    AwsWorld world = rolled(true);
    effects.set(0);
    world.cloud.onCall(
        call -> {
          if (Scenario.EFFECTS.test(call) && effects.incrementAndGet() == place) {
            throw new AwsRehearsal.Crash("after " + call.operation());
          }
        });
    boolean died = false;
    try {
      take(world, "anna").tearDown(WORD);
    } catch (AwsRehearsal.Crash crash) {
      died = true;
      world.time.sleepUntil(world.time.now().plus(Leases.TERM));
      try (Pilot other = take(world, "bert")) {
        other.tearDown(WORD);
      }
    }
    nothingIsLeft(world);
    return died;
  }
}
