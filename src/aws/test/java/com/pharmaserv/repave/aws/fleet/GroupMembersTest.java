package com.pharmaserv.repave.aws.fleet;

import static com.pharmaserv.repave.aws.fleet.Acting.fails;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Obstacle.Kind;
import com.pharmaserv.repave.model.Slot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.EnabledMetric;
import software.amazon.awssdk.services.autoscaling.model.NotificationConfiguration;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;

/** Nothing that people set on a group gets lost in silence. */
class GroupMembersTest {
  private static final String TOPIC = "arn:aws:sns:eu-central-1:111122223333:people";
  private static final String LAUNCHED = "autoscaling:EC2_INSTANCE_LAUNCH";

  /** What a group shows that is none of its settings, or is handled by name elsewhere. */
  private static final Set<String> SHOWN =
      Set.of(
          "AutoScalingGroupARN",
          "CreatedTime",
          "EnabledMetrics",
          "Instances",
          "PredictedCapacity",
          "Status",
          "SuspendedProcesses",
          "WarmPoolConfiguration",
          "WarmPoolSize");

  private final Acting app = Acting.routed();
  private final AutoScalingClient scaling = app.world.world.clients().scaling();

  @BeforeEach
  void launch() throws Exception {
    app.launch(1, Slot.BLUE, 0);
  }

  @Test
  void everyMemberThatAGroupIsCreatedWithIsDecided() {
    assertThat(GroupMembers.names())
        .isEqualTo(members(CreateAutoScalingGroupRequest.builder().build()));
  }

  @Test
  void whateverElseAGroupShowsIsKnown() {
    Set<String> others = new TreeSet<>(members(AutoScalingGroup.builder().build()));
    others.removeAll(GroupMembers.names());

    assertThat(others).isEqualTo(new TreeSet<>(SHOWN));
  }

  private static Set<String> members(SdkPojo pojo) {
    return pojo.sdkFields().stream().map(SdkField::memberName).collect(Collectors.toSet());
  }

  private void update(Consumer<UpdateAutoScalingGroupRequest.Builder> change) {
    UpdateAutoScalingGroupRequest.Builder request =
        UpdateAutoScalingGroupRequest.builder().autoScalingGroupName(app.name(1));
    change.accept(request);
    scaling.updateAutoScalingGroup(request.build());
    app.pass(Observer.FRESH);
  }

  private List<String> obstacles() throws Exception {
    List<Obstacle> seen = app.world.fleets.observe(app.fleet).obstacles();
    assertThat(seen)
        .allMatch(o -> o.kind() == Kind.SETTING && o.generation().equals(Optional.of(app.id(1))));
    return seen.stream().map(Obstacle::what).toList();
  }

  private void launchNext() throws Exception {
    app.launch(app.launching(2, Slot.GREEN, 0, Optional.of(app.id(1))));
  }

  @Test
  void theNextGenerationGetsWhatPeopleSet() throws Exception {
    update(
        u ->
            u.terminationPolicies("OldestInstance", "NewestInstance")
                .maxInstanceLifetime(604_800)
                .defaultCooldown(77)
                .capacityRebalance(true)
                .healthCheckType("EBS,ELB")
                .availabilityZoneDistribution(
                    d -> d.capacityDistributionStrategy("balanced-only")));
    scaling.createOrUpdateTags(
        r ->
            r.tags(
                tag("cost-center", "4711", true),
                tag("repave:owner", "somebody", false),
                tag("note", "night shift", false)));
    assertThat(obstacles()).isEmpty();

    launchNext();

    AutoScalingGroup group = app.group(2);
    assertThat(group.terminationPolicies()).containsExactly("OldestInstance", "NewestInstance");
    assertThat(group.maxInstanceLifetime()).isEqualTo(604_800);
    assertThat(group.defaultCooldown()).isEqualTo(77);
    assertThat(group.capacityRebalance()).isTrue();
    assertThat(group.healthCheckType()).isEqualTo("EBS,ELB");
    assertThat(group.availabilityZoneDistribution().capacityDistributionStrategyAsString())
        .isEqualTo("balanced-only");
    assertThat(group.tags())
        .extracting(t -> t.key() + "=" + t.value() + " " + t.propagateAtLaunch())
        .contains("cost-center=4711 true", "note=night shift false", "repave:owner=platform true");
  }

  private Tag tag(String key, String value, boolean propagated) {
    return Tag.builder()
        .resourceType("auto-scaling-group")
        .resourceId(app.name(1))
        .key(key)
        .value(value)
        .propagateAtLaunch(propagated)
        .build();
  }

  @Test
  void whatCannotBeCarriedIsAnObstacleWithItsNameAndValue() throws Exception {
    String of = " of " + app.name(1);
    update(u -> u.newInstancesProtectedFromScaleIn(true).placementGroup("rack-1").context("lab"));
    update(
        u ->
            u.availabilityZoneImpairmentPolicy(
                    p ->
                        p.zonalShiftEnabled(true)
                            .impairedZoneHealthCheckBehavior("IgnoreUnhealthy"))
                .capacityReservationSpecification(
                    c -> c.capacityReservationPreference("capacity-reservations-only"))
                .serviceLinkedRoleARN("arn:aws:iam::111122223333:role/aws-service-role/other")
                .instanceLifecyclePolicy(
                    p -> p.retentionTriggers(t -> t.terminateHookAbandon("retain"))));
    scaling.putWarmPool(r -> r.autoScalingGroupName(app.name(1)).minSize(2));

    assertThat(obstacles())
        .containsExactly(
            "AvailabilityZoneImpairmentPolicy"
                + " {\"ImpairedZoneHealthCheckBehavior\":\"IgnoreUnhealthy\",\"ZonalShiftEnabled\":true}"
                + of,
            "CapacityReservationSpecification"
                + " {\"CapacityReservationPreference\":\"capacity-reservations-only\"}"
                + of,
            "Context lab" + of,
            "InstanceLifecyclePolicy {\"RetentionTriggers\":{\"TerminateHookAbandon\":\"retain\"}}"
                + of,
            "NewInstancesProtectedFromScaleIn true" + of,
            "PlacementGroup rack-1" + of,
            "ServiceLinkedRoleARN arn:aws:iam::111122223333:role/aws-service-role/other" + of,
            "warm pool {\"MinSize\":2,\"PoolState\":\"Stopped\"}" + of);
  }

  @Test
  void mixedInstancesAreAnObstacle() throws Exception {
    update(
        u ->
            u.mixedInstancesPolicy(
                p ->
                    p.instancesDistribution(d -> d.onDemandPercentageAboveBaseCapacity(20))
                        .launchTemplate(
                            t ->
                                t.launchTemplateSpecification(
                                    s -> s.launchTemplateName(app.name(1)).version("1")))));

    assertThat(obstacles())
        .singleElement()
        .asString()
        .startsWith("MixedInstancesPolicy {\"InstancesDistribution\":")
        .contains("\"OnDemandPercentageAboveBaseCapacity\":20");
  }

  @Test
  void anotherLaunchTemplateThanItWasMadeWithIsAnObstacle() throws Exception {
    app.world
        .world
        .clients()
        .compute()
        .createLaunchTemplateVersion(
            r ->
                r.launchTemplateName(app.name(1))
                    .sourceVersion("1")
                    .launchTemplateData(d -> d.instanceType("m5.xlarge")));
    update(u -> u.launchTemplate(t -> t.launchTemplateName(app.name(1)).version("2")));

    assertThat(obstacles())
        .containsExactly("LaunchTemplate %s version 2 of %s".formatted(app.name(1), app.name(1)));
  }

  private void watched() {
    scaling.enableMetricsCollection(
        r ->
            r.autoScalingGroupName(app.name(1))
                .granularity("1Minute")
                .metrics("GroupMaxSize", "GroupInServiceInstances"));
    scaling.putNotificationConfiguration(
        r -> r.autoScalingGroupName(app.name(1)).topicARN(TOPIC).notificationTypes(LAUNCHED));
  }

  private void requireWatched() {
    assertThat(app.group(2).enabledMetrics())
        .extracting(EnabledMetric::metric)
        .containsExactlyInAnyOrder("GroupMaxSize", "GroupInServiceInstances");
    assertThat(
            scaling
                .describeNotificationConfigurations(r -> r.autoScalingGroupNames(app.name(2)))
                .notificationConfigurations())
        .extracting(
            NotificationConfiguration::topicARN, NotificationConfiguration::notificationType)
        .containsExactly(org.assertj.core.api.Assertions.tuple(TOPIC, LAUNCHED));
  }

  @Test
  void metricsAndNotificationsFollow() throws Exception {
    watched();

    launchNext();

    requireWatched();
    int before = app.soFar();
    launchNext();
    assertThat(app.writesSince(before)).as("all is there").isEmpty();
  }

  @Test
  void theLaunchAskedForAgainPutsOnWhatTheFirstTryDidNot() throws Exception {
    watched();
    for (String step : List.of("EnableMetricsCollection", "PutNotificationConfiguration")) {
      app.world.cloud.faults().next(step, Fault.LOST_REQUEST);
      fails(Failure.Kind.UNKNOWN_OUTCOME, this::launchNext);
    }

    launchNext();

    requireWatched();
  }

  /** The next process finds the candidate there and launches nothing any more. */
  @Test
  void promotionPutsOnWhatAProcessThatDiedAfterTheCreationDidNot() throws Exception {
    watched();
    app.world.cloud.faults().next("EnableMetricsCollection", Fault.LOST_REQUEST);
    fails(Failure.Kind.UNKNOWN_OUTCOME, this::launchNext);
    app.pass(Observer.FRESH);

    app.configure(2, Acting.PLAIN.withGuarded(true));

    requireWatched();
    int before = app.soFar();
    app.configure(1, Acting.PLAIN.withGuarded(true));
    assertThat(app.writesSince(before)).containsExactly("UpdateAutoScalingGroup");
  }
}
