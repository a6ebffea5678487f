package com.pharmaserv.repave.aws.twin.comparison;

import com.pharmaserv.repave.aws.twin.TwinClients;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.MetricType;
import software.amazon.awssdk.services.autoscaling.model.Tag;

/** Calls to Auto Scaling. */
final class ScalingScript {
  private static final String GROUP = "app-g0001";

  private final TwinClients clients;
  private final Recorder recorder;

  ScalingScript(TwinClients clients, Recorder recorder) {
    this.clients = clients;
    this.recorder = recorder;
  }

  void create(String template, List<String> subnets, String blue) {
    recorder.step(
        "CreateAutoScalingGroup",
        () ->
            clients
                .scaling()
                .createAutoScalingGroup(
                    r ->
                        r.autoScalingGroupName(GROUP)
                            .launchTemplate(t -> t.launchTemplateId(template).version("1"))
                            .minSize(0)
                            .maxSize(4)
                            .desiredCapacity(2)
                            .vpcZoneIdentifier(String.join(",", subnets))
                            .targetGroupARNs(blue)
                            .healthCheckType("ELB")
                            .healthCheckGracePeriod(60)
                            .defaultInstanceWarmup(30)
                            .instanceMaintenancePolicy(
                                p -> p.minHealthyPercentage(100).maxHealthyPercentage(110))
                            .tags(
                                Tag.builder()
                                    .key("repave:fleet")
                                    .value("app")
                                    .propagateAtLaunch(true)
                                    .build())));
  }

  /** Reads and changes the group while it has machines. */
  void change() {
    recorder.step(
        "DescribeAutoScalingGroups by tag",
        () ->
            clients
                .scaling()
                .describeAutoScalingGroups(
                    r ->
                        r.filters(
                            Filter.builder().name("tag:repave:fleet").values("app").build())));
    recorder.step(
        "DescribeAutoScalingInstances", () -> clients.scaling().describeAutoScalingInstances());
    recorder.step(
        "SuspendProcesses",
        () ->
            clients
                .scaling()
                .suspendProcesses(
                    r -> r.autoScalingGroupName(GROUP).scalingProcesses("AZRebalance")));
    recorder.step(
        "SetDesiredCapacity",
        () ->
            clients
                .scaling()
                .setDesiredCapacity(r -> r.autoScalingGroupName(GROUP).desiredCapacity(3)));
    recorder.step(
        "DescribeAutoScalingGroups with a suspended process",
        () -> clients.scaling().describeAutoScalingGroups(r -> r.autoScalingGroupNames(GROUP)));
    recorder.step(
        "DescribeScalingActivities",
        () -> clients.scaling().describeScalingActivities(r -> r.autoScalingGroupName(GROUP)));
    recorder.step(
        "ResumeProcesses",
        () -> clients.scaling().resumeProcesses(r -> r.autoScalingGroupName(GROUP)));
  }

  void extras(Instant now) {
    clients
        .scaling()
        .putLifecycleHook(
            r ->
                r.autoScalingGroupName(GROUP)
                    .lifecycleHookName("qualify")
                    .lifecycleTransition("autoscaling:EC2_INSTANCE_LAUNCHING")
                    .heartbeatTimeout(60));
    recorder.step(
        "DescribeLifecycleHooks",
        () -> clients.scaling().describeLifecycleHooks(r -> r.autoScalingGroupName(GROUP)));
    recorder.step(
        "PutScalingPolicy",
        () ->
            clients
                .scaling()
                .putScalingPolicy(
                    r ->
                        r.autoScalingGroupName(GROUP)
                            .policyName("cpu")
                            .policyType("TargetTrackingScaling")
                            .targetTrackingConfiguration(
                                c ->
                                    c.targetValue(50.0)
                                        .predefinedMetricSpecification(
                                            m ->
                                                m.predefinedMetricType(
                                                    MetricType.ASG_AVERAGE_CPU_UTILIZATION)))));
    recorder.step("DescribePolicies", () -> clients.scaling().describePolicies());
    clients
        .scaling()
        .putScheduledUpdateGroupAction(
            r ->
                r.autoScalingGroupName(GROUP)
                    .scheduledActionName("evening")
                    .startTime(now.plusSeconds(864_000))
                    .recurrence("0 20 * * *")
                    .minSize(0)
                    .maxSize(4)
                    .desiredCapacity(1));
    recorder.step("DescribeScheduledActions", () -> clients.scaling().describeScheduledActions());
    clients
        .scaling()
        .createOrUpdateTags(
            r ->
                r.tags(
                    Tag.builder()
                        .resourceId(GROUP)
                        .resourceType("auto-scaling-group")
                        .key("b")
                        .value("c")
                        .propagateAtLaunch(false)
                        .build()));
    recorder.step("DescribeTags of groups", () -> clients.scaling().describeTags());
  }

  void end(Runnable settle) {
    clients.scaling().setDesiredCapacity(r -> r.autoScalingGroupName(GROUP).desiredCapacity(0));
    settle.run();
    recorder.step(
        "DeleteAutoScalingGroup",
        () -> clients.scaling().deleteAutoScalingGroup(r -> r.autoScalingGroupName(GROUP)));
    settle.run();
    recorder.step(
        "DescribeAutoScalingGroups of none", () -> clients.scaling().describeAutoScalingGroups());
  }

  void refusals(String template, List<String> subnets) {
    recorder.refused(
        "SetDesiredCapacity of an unknown group",
        () ->
            clients
                .scaling()
                .setDesiredCapacity(r -> r.autoScalingGroupName("none").desiredCapacity(1)));
    recorder.refused(
        "CreateAutoScalingGroup without a template",
        () ->
            clients
                .scaling()
                .createAutoScalingGroup(
                    r ->
                        r.autoScalingGroupName("other")
                            .minSize(0)
                            .maxSize(1)
                            .vpcZoneIdentifier(subnets.get(0))));
    recorder.refused(
        "CreateAutoScalingGroup with an unknown template",
        () ->
            clients
                .scaling()
                .createAutoScalingGroup(
                    r ->
                        r.autoScalingGroupName("other")
                            .launchTemplate(
                                t -> t.launchTemplateId("lt-00000000000000000").version("1"))
                            .minSize(0)
                            .maxSize(1)
                            .vpcZoneIdentifier(subnets.get(0))));
    recorder.refused(
        "CreateAutoScalingGroup with an unknown version",
        () ->
            clients
                .scaling()
                .createAutoScalingGroup(
                    r ->
                        r.autoScalingGroupName("other")
                            .launchTemplate(t -> t.launchTemplateId(template).version("7"))
                            .minSize(0)
                            .maxSize(1)
                            .vpcZoneIdentifier(subnets.get(0))));
  }
}
