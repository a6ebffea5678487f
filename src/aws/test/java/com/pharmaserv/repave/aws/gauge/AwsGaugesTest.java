package com.pharmaserv.repave.aws.gauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Entry;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwsGaugesTest {
  private static final Weights ALL_BLUE = Weights.of(Slot.BLUE, 100);

  private final GaugeWorld world = new GaugeWorld();

  @Test
  void countsTheRequestsOfTheGenerationsOwnSlot() throws Exception {
    world.serve(1, Slot.BLUE, 2);
    world.serve(2, Slot.GREEN, 2);
    world.shift(ALL_BLUE, Weights.of(Slot.BLUE, 75));
    world.users(20);
    Instant since = nextMinute();
    passTo(since.plus(Duration.ofMinutes(12)));

    Measurement blue = measure(1, since);
    Measurement green = measure(2, since);

    // Ten of the twelve minutes have been published for sure, at 20 requests a second.
    assertThat(blue.requests() + green.requests()).isBetween(12_000L, 14_400L);
    assertThat((double) green.requests() / (blue.requests() + green.requests()))
        .isCloseTo(0.25, within(0.02));
    assertThat(blue.failures()).isZero();
    assertThat(blue.p50()).isEqualTo(Duration.ofMillis(20));
    assertThat(blue.p99()).isEqualTo(Duration.ofMillis(80));
  }

  @Test
  void countsServerErrorsAndFailedConnectionsAsFailures() throws Exception {
    world.serve(1, Slot.BLUE, 2);
    world.world.region().behave(world.ami, ImageBehaviour.GOOD.withErrors(0.10).withRefused(0.05));
    world.users(50);
    Instant since = nextMinute();
    passTo(since.plus(Duration.ofMinutes(10)));

    assertThat(measure(1, since).failurePercent()).isCloseTo(15, within(1.0));
  }

  @Test
  void leavesOutTheMinuteThatTheSoakBeganIn() throws Exception {
    world.serve(1, Slot.BLUE, 1);
    world.world.region().behave(world.ami, ImageBehaviour.GOOD.withErrors(1));
    world.users(10);
    Instant bad = nextMinute();
    passTo(bad.plusSeconds(20));
    world.world.region().behave(world.ami, ImageBehaviour.GOOD);
    passTo(bad.plus(Duration.ofMinutes(6)));

    Measurement measured = measure(1, bad.plusSeconds(20));
    assertThat(measured.since()).isEqualTo(bad.plus(Duration.ofMinutes(1)));
    assertThat(measured.requests()).isPositive();
    assertThat(measured.failures()).isZero();
    assertThat(measure(1, bad).failures()).isPositive();
  }

  @Test
  void takesNothingFromAMinuteThatIsNotOver() throws Exception {
    world.serve(1, Slot.BLUE, 1);
    world.users(10);
    Instant since = nextMinute();
    passTo(since.plusSeconds(50));
    long before = world.calls("GetMetricData");

    Measurement measured = measure(1, since);
    assertThat(measured.requests()).isZero();
    assertThat(measured.until()).isEqualTo(since);
    assertThat(world.calls("GetMetricData")).isEqualTo(before);
  }

  @Test
  void showsThatNobodyWasAnsweredAsTheLongestWaitThatCanBe() throws Exception {
    world.serve(1, Slot.BLUE, 1);
    world.world.region().behave(world.ami, ImageBehaviour.GOOD.withRefused(1));
    world.users(10);
    Instant since = nextMinute();
    passTo(since.plus(Duration.ofMinutes(5)));

    Measurement measured = measure(1, since);
    assertThat(measured.failurePercent()).isEqualTo(100);
    assertThat(measured.p99()).isEqualTo(Duration.between(since, measured.until()));
  }

  @Test
  void readsBothSlotsWithOneCallAndNothingAgainWithinTheMinute() throws Exception {
    world.serve(1, Slot.BLUE, 1);
    world.serve(2, Slot.GREEN, 1);
    world.users(10);
    Instant since = nextMinute();
    passTo(since.plus(Duration.ofMinutes(5)));

    long before = world.calls("GetMetricData");
    for (int i = 0; i < 3; i++) {
      measure(1, since);
      measure(2, since);
    }
    assertThat(world.calls("GetMetricData") - before).isEqualTo(1);

    passTo(since.plus(Duration.ofMinutes(6)));
    measure(1, since);
    assertThat(world.calls("GetMetricData") - before).isEqualTo(2);
  }

  @Test
  void refusesToReadASlotBehindANetworkLoadBalancer() throws Exception {
    Fleet fleet = world.fleet();
    HandOver known = world.site.handOvers().of(fleet);
    HandOver.Route route = known.route().orElseThrow();
    Entry listener =
        new Entry(
            Entry.Kind.LISTENER,
            "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/net/x/0123/4567");
    world.serve(1, Slot.BLUE, 1);
    world.handOvers.put(
        fleet.id(),
        new HandOver(
            known.schema(),
            known.fleet(),
            known.account(),
            known.region(),
            known.subnets(),
            Optional.of(
                new HandOver.Route(listener, listener, route.blue(), route.green(), route.probe())),
            known.skeleton(),
            known.table(),
            known.bake()));
    Instant since = world.now().minus(Duration.ofMinutes(10));

    assertThatThrownBy(() -> measure(1, since))
        .isInstanceOf(ProviderException.class)
        .hasMessageContainingAll("Network Load Balancer", "alarms");
    assertThat(world.gauges.openRequests(fleet, Slot.BLUE)).isZero();
  }

  @Test
  void aSlotIsQuietOnceTwoWholeMinutesHaveBeenWithoutRequests() throws Exception {
    world.serve(1, Slot.BLUE, 1);
    world.serve(2, Slot.GREEN, 1);
    world.users(10);
    passTo(nextMinute().plus(Duration.ofMinutes(5)));
    assertThat(world.gauges.openRequests(world.fleet(), Slot.BLUE)).isPositive();

    world.shift(ALL_BLUE, Weights.of(Slot.GREEN, 100));
    Instant shifted = world.now();
    passTo(shifted.plus(Duration.ofMinutes(2)));
    assertThat(world.gauges.openRequests(world.fleet(), Slot.BLUE)).isPositive();
    world.until("blue is quiet", () -> world.gauges.openRequests(world.fleet(), Slot.BLUE) == 0);
    assertThat(Duration.between(shifted, world.now()))
        .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(5));
  }

  @Test
  void aThrottledReadIsNoMeasurement() throws Exception {
    world.serve(1, Slot.BLUE, 1);
    Instant since = nextMinute();
    passTo(since.plus(Duration.ofMinutes(5)));
    world.cloud.faults().next("GetMetricData", Fault.THROTTLED);

    assertThatThrownBy(() -> measure(1, since))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.THROTTLED));
    assertThat(measure(1, since).requests()).isZero();
  }

  @Test
  void asksTheProbePathThroughTheHandedOverEntry() throws Exception {
    Probe probe = world.gauges.probe(world.fleet());

    assertThat(probe.passed()).isFalse();
    assertThat(probe.detail()).contains("https://test.app.eu-test.example/ready", "503");
  }

  private Measurement measure(int number, Instant since) throws ProviderException {
    return world.gauges.measure(world.fleet(), world.generation(number), since);
  }

  /** Passes to the beginning of a minute, so that counts do not depend on the second. */
  private Instant nextMinute() {
    Instant next = world.now().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
    passTo(next);
    return next;
  }

  private void passTo(Instant instant) {
    world.cloud.clock().advanceTo(instant);
  }
}
