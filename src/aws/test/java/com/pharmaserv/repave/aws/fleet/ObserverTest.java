package com.pharmaserv.repave.aws.fleet;

import static com.pharmaserv.repave.aws.fleet.Acting.fails;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/** What fleets are shown, and what that costs. */
class ObserverTest {
  private final Acting app = Acting.routed();

  private FleetView look() throws ProviderException {
    return app.world.fleets.observe(app.fleet);
  }

  private Map<String, Integer> callsSince(int before) {
    Map<String, Integer> counts = new TreeMap<>();
    app.world.cloud.calls().stream()
        .skip(before)
        .forEach(c -> counts.merge(c.operation(), 1, Integer::sum));
    return counts;
  }

  @Test
  void fleetsShareEveryReadButTargetHealth() throws Exception {
    List<Fleet> fleets = new ArrayList<>(List.of(app.fleet));
    for (int i = 1; i < 6; i++) {
      fleets.add(app.world.routed("app" + i));
    }
    for (Fleet fleet : fleets) {
      new Acting(app.world, fleet).launch(1, Slot.BLUE, 0);
    }
    lookAll(fleets);
    app.pass(Observer.FRESH.plusMillis(1));
    int before = app.soFar();

    lookAll(fleets);

    Map<String, Integer> counts = callsSince(before);
    assertThat(counts.remove("DescribeTargetHealth"))
        .as("the active slot's each; idle slots are empty and believed for longer")
        .isEqualTo(fleets.size());
    assertThat(counts).isEqualTo(Map.of("DescribeAutoScalingGroups", 1, "DescribeRules", 1));
  }

  private void lookAll(List<Fleet> fleets) throws ProviderException {
    for (Fleet fleet : fleets) {
      app.world.fleets.observe(fleet);
    }
  }

  @Test
  void aLookIsServedForItsFreshnessAndNoLonger() throws Exception {
    app.launch(1, Slot.GREEN, 0);
    look();
    int before = app.soFar();

    look();
    assertThat(callsSince(before)).isEmpty();
    app.pass(Observer.FRESH.plusMillis(1));
    look();
    assertThat(callsSince(before)).containsEntry("DescribeAutoScalingGroups", 1);
  }

  @Test
  void showsWhatSomebodyElseDidAfterTheFreshness() throws Exception {
    app.launch(1, Slot.GREEN, 0);
    look();
    app.world
        .world
        .clients()
        .scaling()
        .setDesiredCapacity(r -> r.autoScalingGroupName(app.name(1)).desiredCapacity(3));
    app.pass(Observer.FRESH);

    assertThat(app.seen(1).desired()).isEqualTo(3);
  }

  @Test
  void theInstantIsTheBeginningOfTheOldestRead() throws Exception {
    Instant first = app.world.time.now();
    FleetView view = look();
    assertThat(view.at()).isBetween(first, app.world.time.now());
    app.pass(Duration.ofSeconds(1));

    assertThat(look().at()).isEqualTo(view.at());
    app.pass(Observer.FRESH);
    assertThat(look().at()).isAfter(view.at());
  }

  @Test
  void automationIsReadForTheWholeRegionAndSeldom() throws Exception {
    app.launch(1, Slot.GREEN, 0);
    look();
    int before = app.soFar();
    for (int i = 0; i < 10; i++) {
      app.pass(Observer.FRESH);
      app.resize(1, i % 2);
      look();
    }

    Map<String, Integer> counts = callsSince(before);
    assertThat(counts.getOrDefault("DescribePolicies", 0)).isLessThanOrEqualTo(1);
    assertThat(app.world.cloud.calls())
        .filteredOn(c -> c.operation().equals("DescribePolicies"))
        .allMatch(c -> c.parameter("AutoScalingGroupName").isEmpty());
  }

  @Test
  void asksForActivitiesOnlyWhileMachinesAreMissing() throws Exception {
    app.fleet.zones().forEach(zone -> app.world.cloud.faults().dry(zone));
    app.launch(1, Slot.GREEN, 1);
    app.pass(Duration.ofMinutes(1));

    assertThat(app.seen(1).trouble()).isPresent();
    assertThat(app.seen(1).trouble().get()).containsIgnoringCase("capacity");
    int asked = app.calls("DescribeScalingActivities").size();
    assertThat(asked).isEqualTo(1);
    app.resize(1, 0);
    app.pass(Duration.ofMinutes(1));
    assertThat(app.seen(1).trouble()).isEmpty();
    assertThat(app.calls("DescribeScalingActivities")).hasSize(asked);
  }

  @Test
  void showsStrangersInTheSlotsAndNoMachineThatIsJustBeingLaunched() throws Exception {
    app.launch(1, Slot.GREEN, 2);
    for (int i = 0; i < 60; i++) {
      assertThat(look().route().orElseThrow().strangers()).isEmpty();
      app.pass(Duration.ofMillis(700));
    }
    String machine = app.seen(1).machines().get(0).id();
    app.world
        .world
        .clients()
        .balancing()
        .registerTargets(
            r ->
                r.targetGroupArn(app.route().blue())
                    .targets(TargetDescription.builder().id(machine).build()));
    app.pass(Observer.IDLE);

    assertThat(look().route().orElseThrow().strangers())
        .isEqualTo(Map.of(Slot.BLUE, List.of(machine)));
  }

  @Test
  void asksForRequestsOnlyWhereNoneShouldComeAnyMore() throws Exception {
    app.world.openRequests.set(7);
    app.launch(1, Slot.GREEN, 1);
    assertThat(app.seen(1).openRequests()).as("no machines yet").isZero();
    app.pass(Duration.ofMinutes(1));
    assertThat(app.seen(1).openRequests()).isEqualTo(7);
    app.shift(new Weights(100, 0), new Weights(0, 100));

    assertThat(app.seen(1).openRequests()).as("it has traffic").isZero();
  }

  @Test
  void metricsThatCannotBeReadCountAsSomethingOpenAndBlindNobody() throws Exception {
    AwsFleets blind =
        new AwsFleets(
            app.world.site,
            app.world.observer,
            app.world.fence,
            (fleet, slot) -> {
              throw new ProviderException(Failure.Kind.THROTTLED, "no metrics");
            });
    app.launch(1, Slot.GREEN, 1);
    app.pass(Duration.ofMinutes(1));

    assertThat(blind.observe(app.fleet).find(app.id(1)).orElseThrow().openRequests()).isEqualTo(1);
  }

  @Test
  void anEntryThatLeadsElsewhereIsAConflictThatSaysWhatIsThere() {
    app.world
        .world
        .clients()
        .balancing()
        .modifyRule(
            r ->
                r.ruleArn(app.route().production().arn())
                    .actions(FleetWorld.forward(app.route().blue(), 100, app.route().blue(), 0)));

    fails(Failure.Kind.CONFLICT, this::look).withMessageContaining(app.route().production().arn());
  }

  @Test
  void aStrangeGroupBlindsItsOwnFleetAlone() throws Exception {
    Fleet other = app.world.routed("web");
    new Acting(app.world, other).launch(1, Slot.GREEN, 0);
    app.launch(1, Slot.GREEN, 0);
    app.world
        .world
        .clients()
        .scaling()
        .createOrUpdateTags(
            r ->
                r.tags(
                    Tag.builder()
                        .resourceType("auto-scaling-group")
                        .resourceId(app.name(1))
                        .key(Tags.IMAGE)
                        .value("something")
                        .propagateAtLaunch(false)
                        .build()));
    app.pass(Observer.FRESH);

    fails(Failure.Kind.CONFLICT, this::look).withMessageContaining(app.name(1));
    assertThat(app.world.fleets.observe(other).generations()).hasSize(1);
  }

  @Test
  void walksEveryPage() throws Exception {
    Fleet worker = app.world.unrouted("worker");
    Acting many = new Acting(app.world, worker);
    for (int number = 1; number <= 101; number++) {
      many.launch(number, Slot.BLUE, 0);
    }

    assertThat(app.world.fleets.all(new EnvironmentId(FleetWorld.ENVIRONMENT))).hasSize(101);
  }

  @Test
  void aLostAnswerToAReadIsReadAgain() throws Exception {
    app.launch(1, Slot.GREEN, 0);
    app.world.cloud.faults().next("DescribeAutoScalingGroups", Fault.SERVER_ERROR);

    assertThat(app.seen(1).settings()).isEqualTo(Settings.of(0, 6, List.of(), false));
  }
}
