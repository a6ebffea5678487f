package com.pharmaserv.repave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.SingleFault;
import com.pharmaserv.repave.testing.Thorough;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Every crash point and every single fault placement of small rollouts, none left out in the ring.
 */
@Tag(Thorough.TAG)
class ExhaustiveSimulationTest {
  /** Shares no factor with the few calls that a look or a step has. */
  private static final int EVERY = 7;

  private static final SimImage FAILING =
      new SimImage(
          SimImage.GOOD.boot(), SimImage.GOOD.warmUp(), true, true, 30, SimImage.GOOD.p99());
  private static final SimImage UNHEALTHY =
      new SimImage(
          SimImage.GOOD.boot(), SimImage.GOOD.warmUp(), false, true, 0, SimImage.GOOD.p99());

  @Test
  void survivesEveryFaultOfARolloutThatSucceeds(TestReporter reporter) {
    enumerate(SmallWorld.of(SimImage.GOOD, true), false, End.Kind.SUCCEEDED, reporter);
  }

  @Test
  void survivesEveryFaultOfARolloutThatIsRolledBack(TestReporter reporter) {
    enumerate(SmallWorld.of(FAILING, true), false, End.Kind.ROLLED_BACK, reporter);
  }

  @Test
  void survivesEveryFaultOfARolloutThatIsAborted(TestReporter reporter) {
    enumerate(SmallWorld.of(UNHEALTHY, true), false, End.Kind.FAILED_CLEAN, reporter);
  }

  @Test
  void survivesEveryFaultOfARolloutThatAnAlarmTakesBack(TestReporter reporter) {
    enumerate(SmallWorld.gated(SimImage.GOOD.alarmed()), false, End.Kind.ROLLED_BACK, reporter);
  }

  @Test
  void survivesEveryFaultOfARolloutWithACommand(TestReporter reporter) {
    enumerate(SmallWorld.gated(SimImage.GOOD), false, End.Kind.SUCCEEDED, reporter);
  }

  @Test
  void survivesEveryFaultOfAFleetWithoutARoute(TestReporter reporter) {
    enumerate(SmallWorld.of(SimImage.GOOD, false), false, End.Kind.SUCCEEDED, reporter);
  }

  @Test
  void survivesEveryFaultWithASecondEngineInTheSameWorld(TestReporter reporter) {
    enumerate(SmallWorld.of(SimImage.GOOD, true), true, End.Kind.SUCCEEDED, reporter);
  }

  private static void enumerate(
      SmallWorld world, boolean rival, End.Kind expected, TestReporter reporter) {
    SingleFault counting = SingleFault.atCall(Long.MAX_VALUE, Faults.Call.NONE);
    SmallWorld.Result calm = world.play(counting, rival);
    assertThat(calm.violations()).isEmpty();
    assertThat(calm.state().flatMap(RolloutState::end).map(End::kind)).contains(expected);
    List<String> failed = new ArrayList<>();
    int placements = 0;
    for (Faults.Call fault : EnumSet.complementOf(EnumSet.of(Faults.Call.NONE))) {
      for (long place : places(counting.calls())) {
        check(world.play(SingleFault.atCall(place, fault), rival), fault + "@call" + place, failed);
        placements++;
      }
    }
    for (Faults.Write fault : EnumSet.complementOf(EnumSet.of(Faults.Write.NONE))) {
      for (long place : places(counting.writes())) {
        check(
            world.play(SingleFault.atWrite(place, fault), rival), fault + "@write" + place, failed);
        placements++;
      }
    }
    reporter.publishEntry("placements", Integer.toString(placements));
    assertThat(placements).isGreaterThan(Thorough.tries(300 / EVERY, 300));
    assertThat(failed).as("of %d placements", placements).isEmpty();
  }

  private static long[] places(long last) {
    return Thorough.places(Math.toIntExact(last), EVERY).asLongStream().toArray();
  }

  private static void check(SmallWorld.Result result, String name, List<String> failed) {
    Optional<End> end = result.state().flatMap(RolloutState::end);
    if (!result.violations().isEmpty() || end.isEmpty()) {
      failed.add(name + " ended " + end + " with " + result.violations());
    }
  }
}
