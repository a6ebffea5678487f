package com.pharmaserv.repave.aws.fleet;

import static com.pharmaserv.repave.aws.fleet.Acting.fails;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;

class LaunchTest {
  private final Acting app = Acting.routed();

  @Test
  void attachesTheGroupToItsSlotsTargetGroupAloneFromBirth() throws Exception {
    app.launch(1, Slot.GREEN, 2);

    AutoScalingGroup group = app.group(1);
    assertThat(group.autoScalingGroupName()).isEqualTo("repave-eu-test-app-g0001");
    assertThat(group.targetGroupARNs()).containsExactly(app.route().green());
    assertThat(group.healthCheckType()).isEqualTo("ELB");
    assertThat(group.healthCheckGracePeriod())
        .as("0 would end machines that still boot")
        .isEqualTo((int) app.fleet.policy().bounds().warmUp().toSeconds());
    assertThat(group.availabilityZones()).containsExactlyElementsOf(app.fleet.zones());
    assertThat(app.calls("AttachLoadBalancerTargetGroups")).isEmpty();
  }

  @Test
  void pinsTheTemplatesVersionAndImage() throws Exception {
    app.launch(1, Slot.GREEN, 0);

    assertThat(app.group(1).launchTemplate().version()).isEqualTo("1");
    LaunchTemplateVersion version = template(1);
    assertThat(version.launchTemplateData().imageId())
        .isEqualTo(app.world.amis.get(FleetWorld.IMAGE));
    assertThat(version.launchTemplateData().metadataOptions().httpTokensAsString())
        .isEqualTo("required");
    assertThat(version.launchTemplateData().iamInstanceProfile().name()).isEqualTo("repave-app");
    assertThat(version.launchTemplateData().blockDeviceMappings().get(0).ebs().encrypted())
        .isTrue();
  }

  @Test
  void tagsEverythingItMakesAndLetsMachinesInheritWhatNeverChanges() throws Exception {
    app.launch(1, Slot.GREEN, 0);

    List<TagDescription> tags = app.group(1).tags();
    assertThat(tags)
        .extracting(TagDescription::key, TagDescription::value)
        .contains(
            tuple(Tags.MANAGED_BY, "rollout"),
            tuple(Tags.ENVIRONMENT, "eu-test"),
            tuple(Tags.FLEET, "app"),
            tuple(Tags.GENERATION, "app-g0001"),
            tuple(Tags.ROLLOUT, "1"),
            tuple(Tags.EPOCH, "1"),
            tuple(Tags.INTENT, "1:" + "0".repeat(64)),
            tuple(Tags.IMAGE, FleetWorld.IMAGE.full()),
            tuple(Tags.OWNER, "platform"),
            tuple(Tags.SLOT, "green"),
            tuple(Tags.HANDOVER, "1"));
    assertThat(tags)
        .filteredOn(t -> !t.propagateAtLaunch())
        .extracting(TagDescription::key)
        .containsExactlyInAnyOrder(Tags.EPOCH, Tags.INTENT);
    assertThat(template(1).launchTemplateData().tagSpecifications())
        .as("volumes get no tags from the group")
        .filteredOn(s -> s.resourceType() == ResourceType.VOLUME)
        .singleElement()
        .matches(s -> s.tags().stream().anyMatch(t -> t.value().equals("app-g0001")));
  }

  private static org.assertj.core.groups.Tuple tuple(String key, String value) {
    return org.assertj.core.api.Assertions.tuple(key, value);
  }

  @Test
  void takesAfterTheGenerationItIsToReplace() throws Exception {
    app.launch(1, Slot.BLUE, 0);
    var scaling = app.world.world.clients().scaling();
    scaling.updateAutoScalingGroup(
        r ->
            r.autoScalingGroupName(app.name(1))
                .healthCheckGracePeriod(77)
                .defaultInstanceWarmup(33)
                .instanceMaintenancePolicy(
                    p -> p.minHealthyPercentage(90).maxHealthyPercentage(120)));
    scaling.putLifecycleHook(
        r ->
            r.autoScalingGroupName(app.name(1))
                .lifecycleHookName("warm-cache")
                .lifecycleTransition("autoscaling:EC2_INSTANCE_LAUNCHING")
                .heartbeatTimeout(120)
                .defaultResult("CONTINUE"));

    app.launch(app.launching(2, Slot.GREEN, 0, Optional.of(app.id(1))));

    AutoScalingGroup group = app.group(2);
    assertThat(group.healthCheckGracePeriod()).isEqualTo(77);
    assertThat(group.defaultInstanceWarmup()).isEqualTo(33);
    assertThat(group.instanceMaintenancePolicy().minHealthyPercentage()).isEqualTo(90);
    assertThat(group.instanceMaintenancePolicy().maxHealthyPercentage()).isEqualTo(120);
    LifecycleHook hook =
        scaling
            .describeLifecycleHooks(r -> r.autoScalingGroupName(app.name(2)))
            .lifecycleHooks()
            .get(0);
    assertThat(hook.lifecycleHookName()).isEqualTo("warm-cache");
    assertThat(hook.heartbeatTimeout()).isEqualTo(120);
    assertThat(hook.defaultResult()).isEqualTo("CONTINUE");
  }

  @Test
  void refusesASkeletonThatMachinesWouldNotBeSafeWith() {
    handOver(
        RequestLaunchTemplateData.builder()
            .instanceType("m5.large")
            .keyName("backdoor")
            .metadataOptions(o -> o.httpTokens("optional"))
            .build());

    fails(Failure.Kind.DENIED, () -> app.launch(1, Slot.GREEN, 1))
        .withMessageContaining("metadata tokens required (IMDSv2)")
        .withMessageContaining("no key pair (has 'backdoor')")
        .withMessageContaining("an instance profile")
        .withMessageContaining("every volume encrypted");
    assertThat(app.calls("CreateAutoScalingGroup")).isEmpty();
  }

  private void handOver(RequestLaunchTemplateData data) {
    String id =
        app.world
            .world
            .clients()
            .compute()
            .createLaunchTemplate(r -> r.launchTemplateName("other").launchTemplateData(data))
            .launchTemplate()
            .launchTemplateId();
    HandOver old = java.util.Objects.requireNonNull(app.world.handOvers.get(app.fleet.id()));
    app.world.handOvers.put(
        app.fleet.id(),
        new HandOver(
            old.schema(),
            old.fleet(),
            old.account(),
            old.region(),
            old.subnets(),
            old.route(),
            new HandOver.Skeleton(id, "1"),
            old.table(),
            old.bake()));
  }

  @Test
  void refusesAZoneThatTheInfrastructureHasNoSubnetIn() {
    List<String> zones = new ArrayList<>(app.fleet.zones());
    zones.add("eu-central-1z");
    Fleet wider =
        new Fleet(
            app.fleet.id(),
            app.fleet.image(),
            app.fleet.capacity(),
            zones,
            app.fleet.route(),
            app.fleet.policy());

    fails(Failure.Kind.DENIED, () -> new Acting(app.world, wider).launch(1, Slot.GREEN, 1))
        .withMessageContaining("no subnet in zone eu-central-1z");
  }

  @Test
  void refusesASlotExactlyIfThereIsNoRoute() {
    FleetWorld world = app.world;
    Acting worker = new Acting(world, world.unrouted("worker"));
    var slotted =
        new com.pharmaserv.repave.model.Action.LaunchGeneration(
            worker.id(1),
            Optional.of(Slot.BLUE),
            FleetWorld.IMAGE,
            1,
            Acting.PLAIN,
            worker.stamp().rollout());

    fails(Failure.Kind.DENIED, () -> worker.launch(slotted));
  }

  @Test
  void goesOnFromATemplateThatAnEarlierTryLeft() throws Exception {
    app.world.cloud.faults().next("CreateAutoScalingGroup", Fault.THROTTLED);
    fails(Failure.Kind.THROTTLED, () -> app.launch(1, Slot.GREEN, 1));

    app.launch(1, Slot.GREEN, 1);

    assertThat(app.seen(1).desired()).isEqualTo(1);
  }

  @Test
  void aLostAnswerAtAnyStepIsAskedForAgainAndMakesOneGeneration() throws Exception {
    for (String step : List.of("CreateLaunchTemplate", "CreateAutoScalingGroup")) {
      app.world.cloud.faults().next(step, Fault.LOST_RESPONSE);
      fails(Failure.Kind.UNKNOWN_OUTCOME, () -> app.launch(1, Slot.GREEN, 2));
    }

    app.launch(1, Slot.GREEN, 2);

    assertThat(app.world.fleets.observe(app.fleet).generations()).hasSize(1);
    assertThat(app.seen(1).desired()).isEqualTo(2);
  }

  @Test
  void refusesATemplateOfTheSameNameThatSomebodyElseMade() {
    app.world
        .world
        .clients()
        .compute()
        .createLaunchTemplate(
            r -> r.launchTemplateName(app.name(1)).launchTemplateData(d -> d.imageId("ami-1")));

    fails(Failure.Kind.CONFLICT, () -> app.launch(1, Slot.GREEN, 1))
        .withMessageContaining("exists with repave:image 'null'");
    assertThat(app.calls("CreateAutoScalingGroup")).isEmpty();
  }

  /** The alarm names the old policy's ARN: the copy would never fire. */
  @Test
  void refusesToReplaceAGenerationWhosePolicyOnlySomebodysAlarmSetsOff() throws Exception {
    app.launch(1, Slot.BLUE, 0);
    AutoScalingGroup group = app.group(1);
    Automations automations = new Automations(app.world.site.clients(), app.world.time);

    automations.requireMovable(OwnGroup.read(group));
    assertThat(Automations.setOffByOthers(stepPolicy(true))).contains("cpu-high");
    assertThat(Automations.setOffByOthers(stepPolicy(false))).isEmpty();
  }

  private static software.amazon.awssdk.services.autoscaling.model.ScalingPolicy stepPolicy(
      boolean alarm) {
    var policy =
        software.amazon.awssdk.services.autoscaling.model.ScalingPolicy.builder()
            .policyName("up")
            .policyType("StepScaling");
    return alarm
        ? policy
            .alarms(
                software.amazon.awssdk.services.autoscaling.model.Alarm.builder()
                    .alarmName("cpu-high")
                    .build())
            .build()
        : policy.build();
  }

  private LaunchTemplateVersion template(int number) {
    return app.world
        .world
        .clients()
        .compute()
        .describeLaunchTemplateVersions(r -> r.launchTemplateName(app.name(number)).versions("1"))
        .launchTemplateVersions()
        .get(0);
  }
}
