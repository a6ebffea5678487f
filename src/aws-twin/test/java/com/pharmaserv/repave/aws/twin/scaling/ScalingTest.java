package com.pharmaserv.repave.aws.twin.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinFleet;
import com.pharmaserv.repave.aws.twin.TwinWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AlreadyExistsException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.DeletionProtection;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHookSpecification;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.MetricType;
import software.amazon.awssdk.services.autoscaling.model.ResourceInUseException;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityInProgressException;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** The rules of Auto Scaling that a blue-green swap depends on, seen through the real client. */
class ScalingTest {
  private static final Duration BOOTED = Duration.ofMinutes(2);

  private final TwinCloud cloud = new TwinCloud(7);
  private final TwinWorld world = TwinWorld.of(cloud, "eu-central-1", "eu-prod");
  private final TwinFleet fleet = world.fleet("app");
  private final AutoScalingClient scaling = world.clients().scaling();
  private final String image = world.image("app", "a".repeat(64), "app");
  private final String template = template();

  private String template() {
    return world
        .clients()
        .compute()
        .createLaunchTemplate(
            request ->
                request
                    .launchTemplateName("app-g0001")
                    .launchTemplateData(data -> data.imageId(image).instanceType("m5.large")))
        .launchTemplate()
        .launchTemplateId();
  }

  private void create(String name, int desired, Consumer<CreateAutoScalingGroupRequest.Builder> m) {
    scaling.createAutoScalingGroup(
        request -> {
          request
              .autoScalingGroupName(name)
              .launchTemplate(version -> version.launchTemplateId(template).version("1"))
              .minSize(0)
              .maxSize(10)
              .desiredCapacity(desired)
              .targetGroupARNs(fleet.blue())
              .vpcZoneIdentifier(
                  String.join(
                      ",",
                      world.clients().compute().describeSubnets().subnets().stream()
                          .map(subnet -> subnet.subnetId())
                          .toList()));
          m.accept(request);
        });
  }

  private void create(String name, int desired) {
    create(name, desired, request -> {});
  }

  private AutoScalingGroup group(String name) {
    return scaling
        .describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
        .autoScalingGroups()
        .get(0);
  }

  private List<Activity> activities(String name) {
    return scaling
        .describeScalingActivities(request -> request.autoScalingGroupName(name))
        .activities();
  }

  private static Map<String, Long> zones(AutoScalingGroup group) {
    return group.instances().stream()
        .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
        .collect(Collectors.groupingBy(Instance::availabilityZone, Collectors.counting()));
  }

  @Test
  void bringsMachinesFromPendingIntoServiceEvenlyOverTheZones() {
    create("app-g0001", 6);
    cloud.clock().advance(Duration.ofSeconds(5));

    assertThat(group("app-g0001").instances())
        .hasSize(6)
        .allMatch(instance -> instance.lifecycleState() == LifecycleState.PENDING);

    cloud.clock().advance(BOOTED);

    assertThat(zones(group("app-g0001")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("eu-central-1a", 2L, "eu-central-1b", 2L, "eu-central-1c", 2L));
    assertThat(activities("app-g0001"))
        .hasSize(6)
        .allMatch(activity -> activity.statusCode() == ScalingActivityStatusCode.SUCCESSFUL);
  }

  @Test
  void refusesANameThatIsTaken() {
    create("app-g0001", 0);

    assertThatThrownBy(() -> create("app-g0001", 0)).isInstanceOf(AlreadyExistsException.class);
  }

  @Test
  void refusesAnUnknownTemplateVersionTargetGroupAndSubnet() {
    assertThatThrownBy(
            () ->
                create(
                    "a", 0, r -> r.launchTemplate(t -> t.launchTemplateId(template).version("7"))))
        .isInstanceOf(AutoScalingException.class)
        .hasMessageContaining("launch template");
    assertThatThrownBy(() -> create("a", 0, r -> r.targetGroupARNs("arn:aws:unknown")))
        .hasMessageContaining("Target Groups");
    assertThatThrownBy(() -> create("a", 0, r -> r.vpcZoneIdentifier("subnet-0")))
        .hasMessageContaining("subnet-0");
    assertThatThrownBy(() -> create("a", 0, r -> r.minSize(11))).hasMessageContaining("11");
  }

  @Test
  void refusesADesiredCapacityOutsideOfTheBounds() {
    create("app-g0001", 1, request -> request.minSize(1));

    assertThatThrownBy(() -> desire("app-g0001", 11)).hasMessageContaining("above max value 10");
    assertThatThrownBy(() -> desire("app-g0001", 0)).hasMessageContaining("below min value 1");
  }

  private void desire(String name, int desired) {
    scaling.setDesiredCapacity(r -> r.autoScalingGroupName(name).desiredCapacity(desired));
  }

  @Test
  void refusesToActDuringACooldownOnlyIfAskedToHonorIt() {
    create("app-g0001", 1);
    cloud.clock().advance(BOOTED);

    assertThatThrownBy(
            () ->
                scaling.setDesiredCapacity(
                    r ->
                        r.autoScalingGroupName("app-g0001").desiredCapacity(2).honorCooldown(true)))
        .isInstanceOf(ScalingActivityInProgressException.class);
    desire("app-g0001", 2);
    assertThat(group("app-g0001").desiredCapacity()).isEqualTo(2);
  }

  @Test
  void movesTheDesiredCapacityWithTheBounds() {
    create("app-g0001", 2);

    scaling.updateAutoScalingGroup(r -> r.autoScalingGroupName("app-g0001").minSize(4));
    assertThat(group("app-g0001").desiredCapacity()).isEqualTo(4);

    scaling.updateAutoScalingGroup(r -> r.autoScalingGroupName("app-g0001").minSize(0).maxSize(3));
    assertThat(group("app-g0001").desiredCapacity()).isEqualTo(3);
  }

  @Test
  void drainsBeforeItTerminates() {
    create("app-g0001", 3);
    cloud.clock().advance(BOOTED);
    desire("app-g0001", 2);
    cloud.clock().advance(Duration.ofSeconds(20));

    assertThat(group("app-g0001").instances())
        .filteredOn(instance -> instance.lifecycleState() == LifecycleState.TERMINATING)
        .hasSize(1);
    assertThat(activities("app-g0001").get(0).statusCode())
        .isEqualTo(ScalingActivityStatusCode.WAITING_FOR_ELB_CONNECTION_DRAINING);

    cloud.clock().advance(Duration.ofSeconds(90));

    assertThat(group("app-g0001").instances()).hasSize(2);
  }

  @Test
  void doesNotLaunchEndOrRegisterWhileThatIsSuspended() {
    create("app-g0001", 2);
    cloud.clock().advance(BOOTED);
    scaling.suspendProcesses(
        r -> r.autoScalingGroupName("app-g0001").scalingProcesses("Launch", "Terminate"));
    desire("app-g0001", 4);
    cloud.clock().advance(BOOTED);
    assertThat(group("app-g0001").instances()).hasSize(2);
    desire("app-g0001", 0);
    cloud.clock().advance(BOOTED);
    assertThat(group("app-g0001").instances()).hasSize(2);

    scaling.suspendProcesses(
        r -> r.autoScalingGroupName("app-g0001").scalingProcesses("AddToLoadBalancer"));
    desire("app-g0001", 3);
    scaling.resumeProcesses(
        r -> r.autoScalingGroupName("app-g0001").scalingProcesses("Launch", "Terminate"));
    cloud.clock().advance(BOOTED);
    scaling.resumeProcesses(r -> r.autoScalingGroupName("app-g0001"));
    cloud.clock().advance(BOOTED);

    assertThat(zones(group("app-g0001")).values().stream().mapToLong(n -> n).sum()).isEqualTo(3);
    assertThat(
            world
                .clients()
                .balancing()
                .describeTargetHealth(r -> r.targetGroupArn(fleet.blue()))
                .targetHealthDescriptions())
        .hasSize(2);
  }

  @Test
  void launchesElsewhereWhenAZoneIsDryAndTellsOfTheFailure() {
    cloud.faults().dry("eu-central-1a");
    create("app-g0001", 3);
    cloud.clock().advance(BOOTED);

    assertThat(zones(group("app-g0001"))).doesNotContainKey("eu-central-1a");
    assertThat(group("app-g0001").instances()).hasSize(3);
    assertThat(activities("app-g0001"))
        .anyMatch(
            activity ->
                activity.statusCode() == ScalingActivityStatusCode.FAILED
                    && activity.statusMessage().contains("InsufficientInstanceCapacity"));

    cloud.faults().plenty("eu-central-1a");
    cloud.clock().advance(Duration.ofMinutes(10));

    assertThat(zones(group("app-g0001"))).hasSize(3).containsEntry("eu-central-1a", 1L);
  }

  @Test
  void replacesAMachineThatWasTerminatedBehindItsBack() {
    create("app-g0001", 2);
    cloud.clock().advance(BOOTED);
    String victim = group("app-g0001").instances().get(0).instanceId();

    world.clients().compute().terminateInstances(r -> r.instanceIds(victim));
    cloud.clock().advance(Duration.ofMinutes(3));

    assertThat(group("app-g0001").instances())
        .hasSize(2)
        .noneMatch(instance -> instance.instanceId().equals(victim))
        .allMatch(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE);
  }

  @Test
  void replacesWhatTheBalancerCallsUnhealthyOnlyAfterSomethingWasHealthy() {
    world.region().behave(image, ImageBehaviour.GOOD.failingChecks());
    create("app-g0001", 2, r -> r.healthCheckType("ELB").healthCheckGracePeriod(60));
    cloud.clock().advance(Duration.ofMinutes(10));
    List<String> broken = ids("app-g0001");

    world.region().behave(broken.get(0), ImageBehaviour.GOOD);
    cloud.clock().advance(Duration.ofMinutes(10));

    assertThat(broken).hasSize(2);
    assertThat(ids("app-g0001")).contains(broken.get(0)).doesNotContain(broken.get(1));
  }

  private List<String> ids(String name) {
    return group(name).instances().stream()
        .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
        .map(Instance::instanceId)
        .toList();
  }

  @Test
  void refusesToDeleteAGroupWithMachinesAndVanishesAWhileLater() {
    create("app-g0001", 1);
    cloud.clock().advance(BOOTED);
    assertThatThrownBy(
            () -> scaling.deleteAutoScalingGroup(r -> r.autoScalingGroupName("app-g0001")))
        .isInstanceOf(ResourceInUseException.class);
    desire("app-g0001", 0);
    cloud.clock().advance(BOOTED);

    scaling.deleteAutoScalingGroup(r -> r.autoScalingGroupName("app-g0001"));

    assertThat(group("app-g0001").status()).isEqualTo("Delete in progress");
    cloud.clock().advance(Duration.ofSeconds(30));
    assertThat(scaling.describeAutoScalingGroups().autoScalingGroups()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PREVENT_ALL_DELETION, false",
    "PREVENT_ALL_DELETION, true",
    "PREVENT_FORCE_DELETION, true"
  })
  void refusesTheDeletionsThatAGroupIsProtectedFromAndLeavesItAsItWas(
      DeletionProtection level, boolean force) {
    create("app-g0001", 1, request -> request.deletionProtection(level));
    cloud.clock().advance(BOOTED);
    AutoScalingGroup before = group("app-g0001");
    assertThat(before.deletionProtection()).isEqualTo(level);

    assertThatThrownBy(
            () ->
                scaling.deleteAutoScalingGroup(
                    r -> r.autoScalingGroupName("app-g0001").forceDelete(force)))
        .isInstanceOfSatisfying(
            AutoScalingException.class,
            refused ->
                assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationError"));
    assertThat(group("app-g0001")).isEqualTo(before);
  }

  @Test
  void deletesAProtectedGroupOnceItsProtectionIsLowered() {
    create("app-g0001", 0, r -> r.deletionProtection(DeletionProtection.PREVENT_ALL_DELETION));
    cloud.clock().advance(BOOTED);
    scaling.updateAutoScalingGroup(
        r ->
            r.autoScalingGroupName("app-g0001")
                .deletionProtection(DeletionProtection.PREVENT_FORCE_DELETION));

    scaling.deleteAutoScalingGroup(r -> r.autoScalingGroupName("app-g0001"));

    assertThat(group("app-g0001").status()).isEqualTo("Delete in progress");
  }

  @Test
  void isUnprotectedUnlessAskedAndKnowsNoOtherLevels() {
    create("app-g0001", 0);

    assertThat(group("app-g0001").deletionProtection()).isEqualTo(DeletionProtection.NONE);
    assertThatThrownBy(() -> create("app-g0002", 0, r -> r.deletionProtection("always")))
        .isInstanceOf(AutoScalingException.class)
        .hasMessageContaining("'always'");
  }

  @Test
  void firesAScheduledActionOnceAndForgetsIt() {
    create("app-g0001", 1);
    scaling.putScheduledUpdateGroupAction(
        r ->
            r.autoScalingGroupName("app-g0001")
                .scheduledActionName("evening")
                .startTime(cloud.clock().now().plusSeconds(600))
                .desiredCapacity(3));
    cloud.clock().advance(Duration.ofMinutes(9));
    assertThat(group("app-g0001").desiredCapacity()).isEqualTo(1);

    cloud.clock().advance(Duration.ofMinutes(2));

    assertThat(group("app-g0001").desiredCapacity()).isEqualTo(3);
    assertThat(scaling.describeScheduledActions().scheduledUpdateGroupActions()).isEmpty();
  }

  @Test
  void makesAlarmsForTargetTrackingAndTakesThemAwayWithTheGroup() {
    create("app-g0001", 0);
    scaling.putScalingPolicy(
        r ->
            r.autoScalingGroupName("app-g0001")
                .policyName("cpu")
                .policyType("TargetTrackingScaling")
                .targetTrackingConfiguration(
                    c ->
                        c.targetValue(50.0)
                            .predefinedMetricSpecification(
                                m ->
                                    m.predefinedMetricType(
                                        MetricType.ASG_AVERAGE_CPU_UTILIZATION))));

    var policy = scaling.describePolicies().scalingPolicies().get(0);

    assertThat(policy.targetTrackingConfiguration().targetValue()).isEqualTo(50.0);
    assertThat(policy.alarms()).hasSize(2);
    assertThat(world.clients().watch().describeAlarms().metricAlarms()).hasSize(2);
    scaling.deleteAutoScalingGroup(r -> r.autoScalingGroupName("app-g0001"));
    cloud.clock().advance(Duration.ofSeconds(30));
    assertThat(world.clients().watch().describeAlarms().metricAlarms()).isEmpty();
    assertThat(scaling.describePolicies().scalingPolicies()).isEmpty();
  }

  @Test
  void findsGroupsByTagsAndPageByPage() {
    for (int i = 0; i < 7; i++) {
      String fleetName = i < 5 ? "app" : "worker";
      create("g" + i, 0, r -> r.tags(Tag.builder().key("repave:fleet").value(fleetName).build()));
    }

    List<String> names =
        scaling
            .describeAutoScalingGroupsPaginator(
                r ->
                    r.maxRecords(2)
                        .filters(Filter.builder().name("tag:repave:fleet").values("app").build()))
            .autoScalingGroups()
            .stream()
            .map(AutoScalingGroup::autoScalingGroupName)
            .toList();

    assertThat(names).containsExactly("g0", "g1", "g2", "g3", "g4");
  }

  @Test
  void givesMachinesTheTagsThatPropagateAndTheVersionThatIsPinned() {
    create(
        "app-g0001",
        1,
        r ->
            r.tags(
                Tag.builder().key("repave:a").value("1").propagateAtLaunch(true).build(),
                Tag.builder().key("repave:b").value("2").propagateAtLaunch(false).build()));
    cloud.clock().advance(BOOTED);

    Instance member = group("app-g0001").instances().get(0);
    var tags =
        world
            .clients()
            .compute()
            .describeInstances(r -> r.instanceIds(member.instanceId()))
            .reservations()
            .get(0)
            .instances()
            .get(0)
            .tags();

    assertThat(member.launchTemplate().version()).isEqualTo("1");
    assertThat(tags).extracting(tag -> tag.key()).contains("repave:a", "aws:autoscaling:groupName");
    assertThat(tags).extracting(tag -> tag.key()).doesNotContain("repave:b");
  }

  @Test
  void holdsAMachineAtItsLaunchHookUntilItIsAnswered() {
    create(
        "app-g0001",
        1,
        r ->
            r.lifecycleHookSpecificationList(
                LifecycleHookSpecification.builder()
                    .lifecycleHookName("qualify")
                    .lifecycleTransition("autoscaling:EC2_INSTANCE_LAUNCHING")
                    .heartbeatTimeout(600)
                    .build()));
    cloud.clock().advance(BOOTED);
    Instance waiting = group("app-g0001").instances().get(0);
    assertThat(waiting.lifecycleState()).isEqualTo(LifecycleState.PENDING_WAIT);

    scaling.completeLifecycleAction(
        r ->
            r.autoScalingGroupName("app-g0001")
                .lifecycleHookName("qualify")
                .instanceId(waiting.instanceId())
                .lifecycleActionResult("CONTINUE"));

    assertThat(group("app-g0001").instances().get(0).lifecycleState())
        .isEqualTo(LifecycleState.IN_SERVICE);
  }

  @Test
  void keepsTheSkeletonWithoutAnImageFromBeingLaunched() {
    ResponseLaunchTemplateData skeleton =
        world
            .clients()
            .compute()
            .describeLaunchTemplateVersions(r -> r.launchTemplateId(fleet.skeleton()).versions("1"))
            .launchTemplateVersions()
            .get(0)
            .launchTemplateData();

    assertThat(skeleton.imageId()).isNull();
    assertThat(skeleton.metadataOptions().httpTokensAsString()).isEqualTo("required");
    assertThatThrownBy(
            () ->
                create(
                    "a",
                    0,
                    r -> r.launchTemplate(t -> t.launchTemplateId(fleet.skeleton()).version("1"))))
        .hasMessageContaining("ImageId");
  }
}
